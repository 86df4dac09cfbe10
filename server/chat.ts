import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { TurnEvent } from "../agent/events.ts";
import { storedAs } from "../agent/governance/open-for.ts";
import { findError, isTerminal, toTurnAnswer } from "../agent/turn-answer.ts";
import { ownSession, ownTurn, readableTurn } from "./access.ts";
import { TurnAnswerSchema, toWire } from "./answer-schema.ts";
import { errorResponse, RefusedError, refuse, statusOfCode } from "./http-error.ts";
import { policyOn, readerOf, userIfNamed, userOf } from "./identity/caller.ts";
import { Content, jsonBody, MessageId, SessionId, UserId } from "./inputs.ts";
import type { AppEnv } from "./log.ts";
import { type App, ERRORS, json } from "./routes.ts";
import { findWorkspace, type Service } from "./service.ts";
import { parseLastEventId, RECONNECT, sseResponse, toSse } from "./sse.ts";
import type { Turn } from "./turns.ts";

const tags = ["Messages"];
const TURN = {
  description: "The turn: server-sent events, or one object with `Accept: application/json`",
  content: {
    "text/event-stream": { schema: z.string() },
    "application/json": { schema: TurnAnswerSchema },
  },
};
const ofMessage = {
  params: z.object({ message_id: MessageId }),
  query: z.strictObject({ user_id: UserId.optional() }),
};

const send = createRoute({
  method: "post",
  path: "/chat/message",
  tags,
  summary: "Ask a question",
  description: "The same `message_id` with the same content gives the same turn, running or ended.",
  request: {
    body: jsonBody(
      z.strictObject({
        session_id: SessionId,
        user_id: UserId.optional(),
        content: Content,
        message_id: MessageId.optional(),
        edit_of: MessageId.optional().openapi({
          description: "The message whose question this one changes; history tells it",
        }),
      }),
    ),
  },
  responses: { 200: TURN, ...ERRORS },
});

const attach = createRoute({
  method: "get",
  path: "/chat/message/{message_id}/events",
  tags,
  summary: "Follow a running turn, or read an ended one",
  request: {
    ...ofMessage,
    headers: z.object({
      "last-event-id": z.string().optional().openapi({
        description: "Goes on after this event",
      }),
    }),
  },
  responses: { 200: TURN, ...ERRORS },
});

const cancel = createRoute({
  method: "post",
  path: "/chat/message/{message_id}/cancel",
  tags,
  summary: "Stop a turn and all it runs",
  request: ofMessage,
  responses: {
    200: json("How the turn stands", z.object({ message_id: z.string(), status: z.string() })),
    ...ERRORS,
  },
});

/** Questions: send, follow, stop. */
export function addMessages(app: App, service: Service): void {
  app.openapi(send, async (c) => {
    const { deps, running } = service.opened();
    const body = c.req.valid("json");
    const session = await ownSession(deps, body.session_id, userOf(c, body.user_id));
    await findWorkspace(deps, session.workspace);
    const policy = policyOn(c, deps, session);
    const turn = await running.start({
      policy,
      stored: storedAs(deps, policy, body.content),
      sessionId: session.sessionId,
      messageId: body.message_id ?? crypto.randomUUID(),
      content: body.content,
      ...(body.edit_of && { editOf: body.edit_of }),
    });
    return respond(c, service, { turn, after: 0 });
  });

  app.openapi(attach, async (c) => {
    const { message_id } = c.req.valid("param");
    const after = parseLastEventId(message_id, c.req.header("last-event-id"));
    if (after === undefined) return refuse({ kind: "bad-request", message: FOREIGN_EVENT });
    const opened = service.opened();
    const reader = readerOf(c, opened.deps, c.req.valid("query").user_id);
    const turn = await readableTurn(opened, message_id, reader);
    return respond(c, service, { turn, after });
  });

  app.openapi(cancel, async (c) => {
    const { message_id } = c.req.valid("param");
    const { running } = service.opened();
    await ownTurn(running, message_id, userIfNamed(c, c.req.valid("query").user_id));
    const turn = await running.cancel(message_id);
    return c.json({ message_id, status: turn?.record.status ?? "cancelled" }, 200);
  });
}

const FOREIGN_EVENT = 'The header "Last-Event-ID" must be the id of an event of this message';

type Reading = { readonly turn: Turn; readonly after: number };

function respond(c: Context<AppEnv>, service: Service, reading: Reading) {
  const accept = c.req.header("accept") ?? "";
  const wantsJson = accept.includes("application/json") && !accept.includes("text/event-stream");
  return wantsJson ? answerJson(c, service, reading.turn) : stream(service, reading);
}

/** An ended stream whose turn has not ended tells its reader to come back. */
function stream(service: Service, { turn, after }: Reading): Response {
  const { messageId } = turn.record;
  return sseResponse(async function* (gone) {
    const signal = AbortSignal.any([gone, service.closing]);
    for await (const event of turn.follow(after, signal)) yield toSse(messageId, event);
    if (service.closing.aborted) yield RECONNECT;
  });
}

async function answerJson(c: Context<AppEnv>, service: Service, turn: Turn) {
  const events: TurnEvent[] = [];
  const signal = AbortSignal.any([c.req.raw.signal, service.closing]);
  for await (const { event } of turn.follow(0, signal)) events.push(event);
  const error = findError(events);
  if (error) {
    const { type: _, ...fields } = error;
    return errorResponse(c, statusOfCode(error.code), fields);
  }
  if (!events.some(isTerminal)) throw new RefusedError({ kind: "stopping" });
  return c.json(toWire(toTurnAnswer(turn.record.messageId, events)), 200);
}
