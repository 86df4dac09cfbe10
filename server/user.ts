import { createRoute, z } from "@hono/zod-openapi";
import type { Memory, Recall } from "../agent/store/memories.ts";
import { toPolicy } from "./access.ts";
import { refuse } from "./http-error.ts";
import { MemoryKey, UserId, WorkspaceName } from "./inputs.ts";
import { type App, ERRORS, json } from "./routes.ts";
import { findWorkspace, type Opened, type Service } from "./service.ts";

const MemorySchema = z
  .object({
    memory_type: z.enum(["finding", "preference", "context"]),
    key: z.string(),
    value: z.string(),
    saved_at: z.string(),
    session_id: z.string().optional(),
    evidence: z.array(z.string()).optional(),
  })
  .openapi("Memory");

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
      }),
    ),
  })
  .openapi("UserMemory");

const Deleted = z.object({ deleted: z.number() });
const ofUser = z.strictObject({ user_id: UserId, workspace: WorkspaceName.optional() });
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
  app.openapi(read, async (c) => {
    const { deps } = service.opened();
    const { user_id, workspace } = c.req.valid("query");
    const { name } = findWorkspace(deps, workspace).workspace;
    const recall = await deps.memories.recall(toPolicy(user_id, name), ALL);
    return c.json({ user_id, workspace: name, ...toWire(recall) }, 200);
  });

  app.openapi(clear, async (c) => {
    const opened = service.opened();
    const { user_id, workspace } = c.req.valid("query");
    let deleted = 0;
    for (const name of namesOf(opened, workspace)) {
      deleted += await opened.deps.memories.clear(toPolicy(user_id, name));
    }
    return c.json({ deleted }, 200);
  });

  app.openapi(forget, async (c) => {
    const { deps } = service.opened();
    const { user_id, workspace } = c.req.valid("query");
    const { kind, key } = c.req.valid("param");
    const { name } = findWorkspace(deps, workspace).workspace;
    const found = await deps.memories.forget(toPolicy(user_id, name), kind, key);
    if (!found) refuse({ kind: "not-found", what: `${kind} "${key}" in this user's memory` });
    return c.json({ deleted: 1 }, 200);
  });
}

function namesOf({ deps }: Opened, workspace: string | undefined): readonly string[] {
  return workspace === undefined
    ? [...deps.workspaces.keys()]
    : [findWorkspace(deps, workspace).workspace.name];
}

function toWire({ preferences, findings, context, sessions }: Recall) {
  return {
    preferences: preferences.map(toMemory),
    findings: findings.map(toMemory),
    context: context.map(toMemory),
    sessions: sessions.map(({ sessionId, date, topics, keyFindings }) => ({
      session_id: sessionId,
      date,
      topics: [...topics],
      key_findings: [...keyFindings],
    })),
  };
}

function toMemory(memory: Memory): z.infer<typeof MemorySchema> {
  return {
    memory_type: memory.kind,
    key: memory.key,
    value: memory.value,
    saved_at: memory.savedAt,
    ...(memory.sessionId && { session_id: memory.sessionId }),
    ...(memory.evidence && { evidence: [...memory.evidence] }),
  };
}
