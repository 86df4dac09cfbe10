import { createRoute, z } from "@hono/zod-openapi";
import { ownSession, readableTurn } from "./access.ts";
import { readerOf, userOf } from "./identity/caller.ts";
import { Comment, jsonBody, MessageId, UserId } from "./inputs.ts";
import { type App, ERRORS, json } from "./routes.ts";
import type { Service } from "./service.ts";

const vote = createRoute({
  method: "post",
  path: "/chat/feedback",
  tags: ["Messages"],
  summary: "Say what you thought of an answer",
  description: "Becomes a candidate golden question. A later vote on the same answer replaces it.",
  request: {
    body: jsonBody(
      z.strictObject({
        message_id: MessageId,
        user_id: UserId.optional(),
        rating: z.enum(["up", "down"]),
        reason: z.enum(["not_correct", "incomplete", "refused", "slow", "other"]).optional(),
        comment: Comment.optional(),
      }),
    ),
  },
  responses: { 201: json("Kept", z.object({ message_id: z.string() })), ...ERRORS },
});

/** Votes on answers. */
export function addFeedback(app: App, service: Service): void {
  app.openapi(vote, async (c) => {
    const { deps, running } = service.opened();
    const { message_id, user_id, rating, reason, comment } = c.req.valid("json");
    const userId = userOf(c, user_id);
    const reader = readerOf(c, deps, userId);
    const { record } = await readableTurn({ deps, running }, message_id, reader);
    const session = await ownSession(deps, record.sessionId, userId);
    await deps.feedback.save({
      messageId: message_id,
      sessionId: record.sessionId,
      userId,
      workspace: session.workspace,
      question: record.content,
      rating,
      ...(reason && { reason }),
      ...(comment && { comment }),
      at: new Date().toISOString(),
    });
    return c.json({ message_id }, 201);
  });
}
