import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { Config } from "../config.ts";
import type { Deps, OpenWorkspace } from "../deps.ts";
import type { TurnEvent } from "../events.ts";
import { createGate, type Gate } from "../governance/gate.ts";
import type { RoleView } from "../governance/governance.ts";
import { openFor } from "../governance/open-for.ts";
import { redactForms } from "../governance/redact.ts";
import { createTrail, type Trail } from "../governance/trail.ts";
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
  /** As who asks may know it; its sources are reached through `gate` alone. */
  readonly open: OpenWorkspace;
  readonly gate: Gate;
  /** Undefined where everything of the workspace is everyone's. */
  readonly view: RoleView | undefined;
  readonly signal: AbortSignal;
  /** Shows an event at once; nothing once the turn has ended, whatever still runs then. */
  readonly emit: (event: TurnEvent) => void;
  readonly config: Config;
  /** When the turn must have ended, in Unix time. */
  readonly endsAtMs: number;
};

/** @throws {TurnError} when the run names a workspace that is not open, or a role that it does not have. */
export function contextOf(runtime: NodeRuntime, deps: Deps): NodeContext {
  const turn = readContext(runtime, deps);
  const { userId, role, workspace } = turn;
  const { open, whole, governed, policy } = openFor(deps, { userId, role, workspace });
  const trail = turn.trail ?? directTrail(turn, deps);
  const keepDays = governed?.governance.access.keepDays ?? deps.config.limits.logRetentionDays;
  const { memories, ledgers } = deps;
  return {
    turn,
    policy,
    open,
    gate: createGate({ open: whole, governed, policy, memories, ledgers, keepDays, trail }),
    view: governed?.view,
    signal: runtime.signal ?? new AbortController().signal,
    emit: (event) => runtime.writer?.(event),
    config: deps.config,
    endsAtMs: turn.endsAtMs ?? Date.now() + deps.config.limits.turnTimeoutMs,
  };
}

/** For runs that nobody writes an end of, as in LangGraph Studio: every access is written down by itself. */
function directTrail(turn: TurnContext, { audit, report }: Deps): Trail {
  const { userId, role, workspace, sessionId, messageId } = turn;
  const policy = { userId, role, workspace };
  const about = { policy, sessionId, messageId, question: "", redactor: redactForms };
  const trail = createTrail(audit, about);
  return {
    note: (access) => {
      trail.note(access);
      trail.flush().catch((cause: unknown) => report(cause, { at: "audit", messageId }));
    },
    flush: trail.flush,
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
