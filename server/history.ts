import { createRoute, z } from "@hono/zod-openapi";
import type { TurnRecord } from "../agent/store/turns.ts";
import { findError, toTurnAnswer } from "../agent/turn-answer.ts";
import { ownSession } from "./access.ts";
import { type HistoryMessage, HistorySchema, toWire } from "./answer-schema.ts";
import { asGranted, grantOf, titleFor } from "./grants.ts";
import { policyOn, userIfNamed } from "./identity/caller.ts";
import { SessionId, UserId } from "./inputs.ts";
import { type App, ERRORS, json } from "./routes.ts";
import type { Service } from "./service.ts";

const history = createRoute({
  method: "get",
  path: "/chat/history/{session_id}",
  tags: ["Conversations"],
  summary:
    "A conversation's messages, oldest first, with their trace, evidence, figures and memories",
  request: {
    params: z.object({ session_id: SessionId }),
    query: z.strictObject({ user_id: UserId.optional() }),
  },
  responses: { 200: json("The messages", HistorySchema), ...ERRORS },
});

/** What was said in a conversation; a running turn shows what it has said so far. */
export function addHistory(app: App, service: Service): void {
  app.openapi(history, async (c) => {
    const { deps, running } = service.opened();
    const { session_id } = c.req.valid("param");
    const userId = userIfNamed(c, c.req.valid("query").user_id);
    const session = await ownSession(deps, session_id, userId);
    const policy = policyOn(c, deps, session);
    const grant = grantOf(deps, policy);
    const records = await deps.turns.ofSession(session_id);
    const turns = await Promise.all(
      records.map(async (record) =>
        record.status === "running"
          ? ((await running.find(record.messageId))?.record ?? record)
          : record,
      ),
    );
    return c.json(
      {
        session_id,
        workspace: session.workspace,
        title: titleFor(deps, policy, session),
        messages: turns.flatMap((turn) => toMessages(asGranted(turn, grant))),
      },
      200,
    );
  });
}

function toMessages(turn: TurnRecord): HistoryMessage[] {
  const { answer, ...parts } = toWire(toTurnAnswer(turn.messageId, turn.events));
  const error = findError(turn.events);
  const { messageId: message_id, content, startedAt: created_at, status, editOf } = turn;
  return [
    { message_id, role: "user", content, created_at, ...(editOf && { edit_of: editOf }) },
    {
      ...parts,
      role: "assistant",
      content: answer,
      created_at: turn.endedAt ?? created_at,
      status,
      ...(error && {
        error: { code: error.code, message: error.message, retryable: error.retryable },
      }),
    },
  ];
}
