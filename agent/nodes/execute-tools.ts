import { AIMessage } from "@langchain/core/messages";
import type { Deps } from "../deps.ts";
import type { EvidenceEvent } from "../events.ts";
import { NOTHING_SPENT, type TurnState, type TurnUpdate } from "../turn-state.ts";
import { addSpent } from "./model-call.ts";
import { contextOf, type NodeRuntime } from "./node-context.ts";
import { runToolCall, type ToolRequest } from "./run-tool-call.ts";

/** Runs the calls of the last plan in parallel. Evidence ids follow the order of the calls, not of their ends. */
export function executeTools(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const already = state.evidence ?? [];
    const requests = toRequests(state, state.rounds ?? 0);
    const runs = await Promise.all(requests.map((request) => runToolCall(request, context, deps)));
    const evidence = runs.flatMap(({ outcome }) => outcome.evidence ?? []);
    const kept = runs.flatMap(({ outcome }) => outcome.memory ?? []);
    return {
      messages: runs.map(({ message }) => message),
      evidence: [...already, ...evidence],
      kept: [...(state.kept ?? []), ...kept],
      spent: addSpent(state.spent, { ...NOTHING_SPENT, warehouseBytes: bytesOf(evidence) }),
    };
  };
}

function toRequests(state: TurnState, round: number): ToolRequest[] {
  const last = state.messages.at(-1);
  const calls = AIMessage.isInstance(last) ? (last.tool_calls ?? []) : [];
  return calls.map(({ id, name, args }, i) => ({
    callId: id ?? `call-${round}-${i}`,
    name,
    args,
    evidenceId: `E${round}.${i + 1}`,
  }));
}

function bytesOf(evidence: readonly EvidenceEvent[]): number {
  return evidence.reduce((sum, one) => sum + ("bytes" in one ? one.bytes : 0), 0);
}
