import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { Config } from "../config.ts";
import type { Deps, OpenWorkspace } from "../deps.ts";
import type { TurnEvent } from "../events.ts";
import { TurnError } from "../failure.ts";
import { DEFAULT_ROLE, type Policy } from "../policy.ts";
import { TurnContext } from "../turn-state.ts";

/** The part of LangGraph's runtime that a node uses. */
export type NodeRuntime = Pick<LangGraphRunnableConfig, "signal" | "writer"> & {
  readonly context?: unknown;
  readonly configurable?: Record<string, unknown>;
};

/** What a node knows of the run it is in. */
export type NodeContext = {
  readonly turn: TurnContext;
  readonly policy: Policy;
  readonly open: OpenWorkspace;
  readonly signal: AbortSignal;
  /** Shows an event at once; nothing once the turn has ended, whatever still runs then. */
  readonly emit: (event: TurnEvent) => void;
  readonly config: Config;
  /** When the turn must have ended, in Unix time. */
  readonly endsAtMs: number;
};

/** @throws {TurnError} when the run names a workspace that is not open. */
export function contextOf(runtime: NodeRuntime, deps: Deps): NodeContext {
  const turn = readContext(runtime, deps);
  const open = deps.workspaces.get(turn.workspace);
  if (!open) throw new TurnError({ kind: "not-found", what: `workspace "${turn.workspace}"` });
  return {
    turn,
    policy: { userId: turn.userId, role: turn.role, workspace: turn.workspace },
    open,
    signal: runtime.signal ?? new AbortController().signal,
    emit: (event) => runtime.writer?.(event),
    config: deps.config,
    endsAtMs: turn.endsAtMs ?? Date.now() + deps.config.limits.turnTimeoutMs,
  };
}

/** The run's context; LangGraph Studio gives none or part of it, and gets a user of its own. */
function readContext({ context, configurable }: NodeRuntime, deps: Deps): TurnContext {
  const thread = String(configurable?.["thread_id"] ?? "studio");
  const [workspace = ""] = deps.workspaces.keys();
  return TurnContext.parse({
    userId: "studio",
    role: DEFAULT_ROLE,
    workspace,
    sessionId: thread,
    messageId: thread,
    ...(typeof context === "object" ? context : {}),
  });
}
