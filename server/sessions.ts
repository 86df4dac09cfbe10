import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "../agent/deps.ts";
import { openFor } from "../agent/governance/open-for.ts";
import type { Session } from "../agent/store/sessions.ts";
import { SESSION_TTL_MS } from "../agent/store/sessions.ts";
import { ownSession } from "./access.ts";
import { titleFor } from "./grants.ts";
import { toGreeting } from "./greeting.ts";
import { mayOpen, openTo, policyFor, policyOn, userIfNamed, userOf } from "./identity/caller.ts";
import { jsonBody, Limit, SessionId, Title, UserId, WorkspaceName } from "./inputs.ts";
import type { AppEnv } from "./log.ts";
import { type App, ERRORS, json } from "./routes.ts";
import { findWorkspace, type Service } from "./service.ts";

const SessionSchema = z
  .object({
    session_id: z.string(),
    workspace: z.string(),
    title: z.string(),
    created_at: z.string(),
    last_active_at: z.string(),
    expires_at: z.string(),
  })
  .openapi("Session");

const tags = ["Conversations"];
const ofSession = {
  params: z.object({ session_id: SessionId }),
  query: z.strictObject({ user_id: UserId.optional() }),
};

const start = createRoute({
  method: "post",
  path: "/chat/session",
  tags,
  summary: "Start a conversation",
  request: {
    body: jsonBody(
      z.strictObject({ user_id: UserId.optional(), workspace: WorkspaceName.optional() }),
    ),
  },
  responses: {
    201: json(
      "The conversation; a returning user's greeting names what was found last time",
      z.object({
        session_id: z.string(),
        workspace: z.string(),
        returning: z.boolean(),
        greeting: z.string(),
        starters: z.array(z.string()),
      }),
    ),
    ...ERRORS,
  },
});

const list = createRoute({
  method: "get",
  path: "/chat/sessions",
  tags,
  summary: "A user's open conversations, newest first",
  request: { query: z.strictObject({ user_id: UserId.optional(), limit: Limit.optional() }) },
  responses: {
    200: json("At most `limit`", z.object({ sessions: z.array(SessionSchema) })),
    ...ERRORS,
  },
});

const rename = createRoute({
  method: "patch",
  path: "/chat/sessions/{session_id}",
  tags,
  summary: "Rename a conversation",
  request: {
    ...ofSession,
    body: jsonBody(z.strictObject({ title: Title, user_id: UserId.optional() })),
  },
  responses: { 200: json("As it is now", SessionSchema), ...ERRORS },
});

const remove = createRoute({
  method: "delete",
  path: "/chat/sessions/{session_id}",
  tags,
  summary: "Delete a conversation with its messages; what was found stays remembered",
  request: ofSession,
  responses: { 204: { description: "Deleted" }, ...ERRORS },
});

/** Conversations: start, list, rename, delete. */
export function addSessions(app: App, service: Service): void {
  app.openapi(start, async (c) => {
    const { deps } = service.opened();
    const body = c.req.valid("json");
    const userId = userOf(c, body.user_id);
    const { workspace } = await findWorkspace(openTo(c, deps), body.workspace);
    const { name } = workspace;
    const policy = policyFor(c, deps, { userId, workspace: name });
    const { open, policy: own } = openFor(deps, policy);
    const { returning, greeting, starters } = toGreeting(
      open.workspace,
      await deps.memories.recall(own),
    );
    const session = await deps.sessions.create(policy, crypto.randomUUID());
    return c.json(
      {
        session_id: session.sessionId,
        workspace: session.workspace,
        returning,
        greeting,
        starters: [...starters],
      },
      201,
    );
  });

  app.openapi(list, async (c) => {
    const { deps } = service.opened();
    const { user_id, limit = 50 } = c.req.valid("query");
    const sessions = await deps.sessions.list(userOf(c, user_id), limit);
    const open = sessions.filter(({ workspace }) => mayOpen(c, deps, workspace));
    return c.json({ sessions: open.map((session) => toWire(titled(c, deps, session))) }, 200);
  });

  app.openapi(rename, async (c) => {
    const { deps } = service.opened();
    const { title, user_id } = c.req.valid("json");
    const { session_id } = c.req.valid("param");
    const userId = userIfNamed(c, user_id, c.req.valid("query").user_id);
    const session = await ownSession(deps, session_id, userId);
    await deps.sessions.rename(session_id, title);
    return c.json(toWire({ ...session, title }), 200);
  });

  app.openapi(remove, async (c) => {
    const { deps, running } = service.opened();
    const { session_id } = c.req.valid("param");
    await ownSession(deps, session_id, userIfNamed(c, c.req.valid("query").user_id));
    for (const turn of await deps.turns.ofSession(session_id)) {
      if (turn.status === "running") await running.cancel(turn.messageId);
    }
    await deps.sessions.remove(session_id);
    return c.body(null, 204);
  });
}

/** As it is called for who asks: what another role asked is not for this one. */
function titled(c: Context<AppEnv>, deps: Deps, session: Session): Session {
  const isThere = deps.workspaces.has(session.workspace);
  return isThere
    ? { ...session, title: titleFor(deps, policyOn(c, deps, session), session) }
    : session;
}

function toWire(session: Session): z.infer<typeof SessionSchema> {
  return {
    session_id: session.sessionId,
    workspace: session.workspace,
    title: session.title,
    created_at: session.createdAt,
    last_active_at: session.lastActiveAt,
    expires_at: new Date(Date.parse(session.lastActiveAt) + SESSION_TTL_MS).toISOString(),
  };
}
