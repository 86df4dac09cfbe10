import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { openFor } from "../agent/governance/open-for.ts";
import type { Memory, Recall } from "../agent/store/memories.ts";
import { toPolicy } from "./access.ts";
import { refuse } from "./http-error.ts";
import { openTo, policyFor, userOf } from "./identity/caller.ts";
import { MemoryKey, UserId, WorkspaceName } from "./inputs.ts";
import type { AppEnv } from "./log.ts";
import { type App, ERRORS, json } from "./routes.ts";
import { findWorkspace, type Service } from "./service.ts";

const Kept = z.object({
  memory_type: z.enum(["finding", "preference", "context"]),
  key: z.string(),
  value: z.string(),
  saved_at: z.string(),
  session_id: z.string().optional(),
  evidence: z
    .array(z.string())
    .optional()
    .openapi({ description: "What it rests on, each the id of a message and of its evidence" }),
  replaced: z
    .object({ value: z.string(), saved_at: z.string() })
    .optional()
    .openapi({ description: "What was kept under the key before and said something else" }),
});

const MemorySchema = Kept.extend({
  earlier: z
    .array(Kept)
    .optional()
    .openapi({ description: "The old entries of a topic that this one was made of, newest first" }),
}).openapi("Memory");

const RecallSchema = z
  .object({
    user_id: z.string(),
    workspace: z.string(),
    preferences: z.array(MemorySchema),
    findings: z.array(MemorySchema),
    context: z.array(MemorySchema),
    sessions: z.array(
      z.object({
        session_id: z.string(),
        date: z.string(),
        topics: z.array(z.string()),
        key_findings: z.array(z.string()),
        sessions: z
          .number()
          .optional()
          .openapi({ description: "How many conversations of an old month or year this is" }),
      }),
    ),
  })
  .openapi("UserMemory");

const Deleted = z.object({ deleted: z.number() });
const ofUser = z.strictObject({ user_id: UserId.optional(), workspace: WorkspaceName.optional() });
const tags = ["Memory"];

const read = createRoute({
  method: "get",
  path: "/user/memory",
  tags,
  summary: "What is remembered of a user, newest first",
  request: { query: ofUser },
  responses: { 200: json("Of the workspace, or of the first one", RecallSchema), ...ERRORS },
});

const clear = createRoute({
  method: "delete",
  path: "/user/memory",
  tags,
  summary: "Forget everything of a user, in the workspace or in all of them",
  request: { query: ofUser },
  responses: { 200: json("How many entries went", Deleted), ...ERRORS },
});

const forget = createRoute({
  method: "delete",
  path: "/user/memory/{kind}/{key}",
  tags,
  summary: "Forget one thing",
  request: {
    params: z.object({ kind: MemorySchema.shape.memory_type, key: MemoryKey }),
    query: ofUser,
  },
  responses: { 200: json("How many entries went", Deleted), ...ERRORS },
});

/** A list as long as this holds all that is kept of one kind. */
const ALL = 500;

/** What is remembered of a user: read, clear, forget one. */
export function addUserMemory(app: App, service: Service): void {
  /** Whose memory, of which workspace, as what. */
  const ownerOf = async (c: Context<AppEnv>, { user_id, workspace }: z.infer<typeof ofUser>) => {
    const { deps } = service.opened();
    const userId = userOf(c, user_id);
    const { name } = (await findWorkspace(openTo(c, deps), workspace)).workspace;
    const { policy } = openFor(deps, policyFor(c, deps, { userId, workspace: name }));
    return { deps, policy };
  };

  app.openapi(read, async (c) => {
    const { deps, policy } = await ownerOf(c, c.req.valid("query"));
    const recall = await deps.memories.recall(policy, ALL);
    const { userId: user_id, workspace } = policy;
    return c.json({ user_id, workspace, ...toWire(recall) }, 200);
  });

  app.openapi(clear, async (c) => {
    const { deps } = service.opened();
    const { user_id, workspace } = c.req.valid("query");
    const userId = userOf(c, user_id);
    const open = openTo(c, deps);
    const names =
      workspace === undefined
        ? [...open.workspaces.keys(), ...(open.closed?.keys() ?? [])]
        : [(await findWorkspace(open, workspace)).workspace.name];
    let deleted = 0;
    for (const name of names) deleted += await deps.memories.clear(toPolicy(userId, name));
    return c.json({ deleted }, 200);
  });

  app.openapi(forget, async (c) => {
    const { deps, policy } = await ownerOf(c, c.req.valid("query"));
    const { kind, key } = c.req.valid("param");
    const found = await deps.memories.forget(policy, kind, key);
    if (!found) refuse({ kind: "not-found", what: `${kind} "${key}" in this user's memory` });
    return c.json({ deleted: 1 }, 200);
  });
}

function toWire({ preferences, findings, context, sessions }: Recall) {
  return {
    preferences: preferences.map(toEntry),
    findings: findings.map(toEntry),
    context: context.map(toEntry),
    sessions: sessions.map(({ sessionId, date, topics, keyFindings, sessions: count }) => ({
      session_id: sessionId,
      date,
      topics: [...topics],
      key_findings: [...keyFindings],
      ...(count !== undefined && { sessions: count }),
    })),
  };
}

function toEntry(memory: Memory): z.infer<typeof MemorySchema> {
  const { earlier } = memory;
  return { ...toKept(memory), ...(earlier && { earlier: earlier.map(toKept) }) };
}

function toKept(memory: Memory): z.infer<typeof Kept> {
  const { replaced } = memory;
  return {
    memory_type: memory.kind,
    key: memory.key,
    value: memory.value,
    saved_at: memory.savedAt,
    ...(memory.sessionId && { session_id: memory.sessionId }),
    ...(memory.evidence && { evidence: [...memory.evidence] }),
    ...(replaced && { replaced: { value: replaced.value, saved_at: replaced.savedAt } }),
  };
}
