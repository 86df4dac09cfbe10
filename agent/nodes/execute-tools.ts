import { AIMessage } from "@langchain/core/messages";
import type { Deps } from "../deps.ts";
import type { EvidenceEvent } from "../events.ts";
import { toWords } from "../failure.ts";
import { NOTHING_SPENT, type TurnState, type TurnUpdate } from "../turn-state.ts";
import { addSpent } from "./model-call.ts";
import { contextOf, type NodeRuntime } from "./node-context.ts";
import { refuseCall, runToolCall, type ToolRequest } from "./run-tool-call.ts";

/** The tool whose calls may cost money. */
const PAID = "query_bigquery";

/** Calls of one round that run. */
const MAX_CALLS = 32;
const TOO_MANY = `Only ${MAX_CALLS} calls run at once; ask for the rest in another round`;

/** Runs the calls of the last plan in parallel. Evidence ids follow the order of the calls, not of their ends. */
export function executeTools(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const already = state.evidence ?? [];
    const requests = withBudget(toRequests(state, deps.config.limits.toolTimeoutMs), state, deps);
    const over = overBudget(state, deps);
    const runs = await Promise.all(
      requests.map((request, i) => {
        const refusal = i < MAX_CALLS ? request.name === PAID && over : TOO_MANY;
        return refusal ? refuseCall(request, refusal) : runToolCall(request, context, deps);
      }),
    );
    const evidence = runs.flatMap(({ outcome }) => outcome.evidence ?? []);
    const kept = runs.flatMap(({ outcome }) => outcome.memory ?? []);
    const costUsd = runs.reduce((sum, { outcome }) => sum + (outcome.costUsd ?? 0), 0);
    const spent = { ...NOTHING_SPENT, costUsd, warehouseBytes: bytesOf(evidence) };
    const warnings = new Set(runs.flatMap(({ outcome }) => outcome.warning ?? []));
    return {
      ...(warnings.size > 0 && {
        warnings: [...new Set([...(state.warnings ?? []), ...warnings])],
      }),
      messages: runs.map(({ message }) => message),
      denials: joined(
        state.denials,
        runs.flatMap(({ outcome }) => outcome.denied ?? []),
      ),
      notes: [...(state.notes ?? []), ...runs.flatMap(({ outcome }) => outcome.notes ?? [])],
      evidence: [...already, ...evidence],
      kept: [...(state.kept ?? []), ...kept],
      spent: addSpent(state.spent, spent),
      conversationCostUsd: state.conversationCostUsd + costUsd,
    };
  };
}

function joined(before: readonly string[] | undefined, more: readonly string[]) {
  return [...new Set([...(before ?? []), ...more])];
}

function toRequests(state: TurnState, timeoutMs: number): ToolRequest[] {
  const { messages, rounds = 0, evidence = [] } = state;
  const last = messages.at(-1);
  const calls = AIMessage.isInstance(last) ? (last.tool_calls ?? []) : [];
  return calls.map(({ id, name, args }, i) => ({
    callId: id ?? "",
    name,
    args,
    evidenceId: `E${rounds}.${i + 1}`,
    timeoutMs,
    evidence,
  }));
}

/** Words when the conversation has used its money, where queries cost any. */
function overBudget({ conversationCostUsd: spentUsd }: TurnState, { config }: Deps) {
  const { maxCostPerConversationUsd: limitUsd } = config.limits;
  const isOver = config.warehouse.kind === "bigquery" && spentUsd >= limitUsd;
  return isOver && toWords({ kind: "over-budget", spentUsd, limitUsd });
}

/** Queries of one round share what is left, so that all of them together stay within it. */
function withBudget(
  requests: readonly ToolRequest[],
  { conversationCostUsd }: TurnState,
  { config }: Deps,
): ToolRequest[] {
  const left = Math.max(0, config.limits.maxCostPerConversationUsd - conversationCostUsd);
  const maxCostUsd = left / Math.max(1, requests.filter(({ name }) => name === PAID).length);
  return requests.map((request) => (request.name === PAID ? { ...request, maxCostUsd } : request));
}

function bytesOf(evidence: readonly EvidenceEvent[]): number {
  return evidence.reduce((sum, one) => sum + ("bytes" in one ? one.bytes : 0), 0);
}
