import type { Context, MiddlewareHandler } from "hono";
import type { Deps } from "../agent/deps.ts";
import { toWords } from "../agent/failure.ts";
import { noteRequest } from "../agent/governance/note-request.ts";
import type { Policy } from "../agent/policy.ts";
import { toProblem } from "./http-error.ts";
import { openTo } from "./identity/caller.ts";
import { GUARDED } from "./identity/identify.ts";
import type { AppEnv } from "./log.ts";
import type { App } from "./routes.ts";
import type { Service } from "./service.ts";

/** How long a response waits for its record. */
const PATIENCE_MS = 5_000;

/**
 * Writes down who read or changed what is kept, by request: documents, conversations, memory. What cannot be written down is
 * not told. Turns write down their own accesses; who proves nothing is nobody that could be named.
 */
export function auditRequests(app: App, service: Service): void {
  for (const path of GUARDED) app.use(path, audit(service));
}

function audit(service: Service): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    const caller = c.get("caller");
    if (!caller || service.state() === "starting" || isTold(c)) return;
    const { deps } = service.opened();
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const access = { ...placeOf(c), ...(await outcomeOf(c)) };
    const about = {
      sessionId: paramOf(c, "session_id") ?? "",
      messageId: paramOf(c, "message_id") ?? c.get("requestId"),
    };
    for (const policy of policiesOf(c, deps)) {
      await noteRequest({ ...about, policy, access }, deps, signal);
    }
  };
}

/** True for what tells nothing of anybody, and for a question that its turn writes down itself. */
function isTold({ req, res }: Context<AppEnv>): boolean {
  if (req.path === "/workspaces" || req.method === "OPTIONS") return true;
  return req.path === "/chat/message" && req.method === "POST" && res.ok;
}

/** The policies that the request was answered under, one a workspace; else whose it is, and the workspace it may be about. */
function policiesOf(c: Context<AppEnv>, deps: Deps): Policy[] {
  const caller = c.get("caller");
  const [userId, role] =
    caller?.kind === "proven"
      ? [caller.userId, caller.roles.join(", ")]
      : [c.req.query("user_id") ?? "", ""];
  const given = new Map((c.get("policies") ?? []).map((one) => [one.workspace, one]));
  // A document is read on nobody's behalf.
  if (given.size > 0)
    return [...given.values()].map((one) => ({ ...one, userId: one.userId || userId }));
  const named = paramOf(c, "workspace") ?? c.req.query("workspace") ?? "";
  if (deps.workspaces.has(named)) return [{ userId, role, workspace: named }];
  const open = [...openTo(c, deps).workspaces.keys()].toSorted();
  const [workspace = ""] = open.length > 0 ? open : [...deps.workspaces.keys()].toSorted();
  return workspace === "" ? [] : [{ userId, role, workspace }];
}

function placeOf({ req }: Context<AppEnv>) {
  const [, area = "", part = ""] = req.path.split("/");
  const source = SOURCES[`${area}/${part}`] ?? SOURCES[area] ?? "conversations";
  const document = area === "knowledge" ? req.path.split("/").slice(3).join("/") : "";
  return {
    source,
    tables: document === "" ? [] : [decode(document)],
    statement: `${req.method} ${decode(req.path)}`,
  };
}

const SOURCES: Readonly<Record<string, string>> = {
  knowledge: "knowledge",
  "user/memory": "memory",
  "user/export": "export",
  user: "account",
  "chat/feedback": "feedback",
};

async function outcomeOf({ res, error }: Context<AppEnv>) {
  if (!res.ok) {
    const problem = error && toProblem(error);
    const reason = problem && "message" in problem ? problem.message : `HTTP ${res.status}`;
    const decision = res.status < 500 ? ("refused" as const) : ("failed" as const);
    return { decision, reason: problem?.kind === "not-found" ? toWords(problem) : reason };
  }
  const isJson = res.headers.get("content-type")?.startsWith("application/json") ?? false;
  const text = isJson ? await res.clone().text() : "";
  return { decision: "allowed" as const, bytes: Buffer.byteLength(text), rows: rowsIn(text) };
}

/** Entries of the lists that a body holds; one thing where it holds none. */
function rowsIn(text: string): number {
  if (text === "") return 0;
  const body: unknown = JSON.parse(text);
  const lists = Object.values(Object(body)).filter((value) => Array.isArray(value));
  return lists.length === 0 ? 1 : lists.reduce((sum, list) => sum + list.length, 0);
}

function paramOf({ req }: Context<AppEnv>, name: string): string | undefined {
  const value = req.param(name as never);
  return typeof value === "string" ? value : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Whoever wrote it did not encode it.
  }
}
