import { type AIMessage, SystemMessage } from "@langchain/core/messages";
import { EMPTY_BRIEFING } from "../briefing.ts";
import type { Deps } from "../deps.ts";
import { systemPrompt } from "../prompts.ts";
import { KEEPING_TOOLS, PLANNING_TOOLS } from "../tools/all.ts";
import type { TurnState, TurnUpdate } from "../turn-state.ts";
import { addSpent, bindTools, spend, toModelMessages } from "./model-call.ts";
import { contextOf, type NodeRuntime } from "./node-context.ts";

/** DESIGN §5: tool rounds of one turn. */
const MAX_ROUNDS = 6;

/** The model decides what to look up next; no calls means it has what the answer needs. */
export function plan(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const { open, signal, emit } = contextOf(runtime, deps);
    const rounds = state.rounds ?? 0;
    const stop = reasonToStop(state, deps);
    if (stop !== undefined) return { warnings: [...(state.warnings ?? []), stop] };
    const started = performance.now();
    const step = { type: "reasoning", tool: "plan", call_id: `plan-${rounds + 1}` } as const;
    emit({ ...step, status: "started", label: "Working out what to look up" });
    const system = systemPrompt(open, state.briefing ?? EMPTY_BRIEFING, "plan");
    const model = bindTools(open.model, [...PLANNING_TOOLS, ...KEEPING_TOOLS]);
    const reply: AIMessage = await model.invoke(
      [new SystemMessage(system), ...toModelMessages(state.messages)],
      { signal },
    );
    const calls = reply.tool_calls ?? [];
    const label =
      calls.length > 0 ? `Planned ${countOf(calls.length)}` : "Everything needed is there";
    emit({ ...step, status: "completed", label, ms: performance.now() - started });
    const cost = spend(reply.usage_metadata, deps.config.model);
    return {
      ...(calls.length > 0 && { messages: [reply] }),
      rounds: rounds + 1,
      spent: addSpent(state.spent, cost),
      conversationCostUsd: state.conversationCostUsd + cost.costUsd,
    };
  };
}

/** Words when the turn may look up no more: it then answers with what it has. */
function reasonToStop(state: TurnState, { config }: Deps): string | undefined {
  const { maxCostPerConversationUsd: limit } = config.limits;
  if ((state.rounds ?? 0) >= MAX_ROUNDS) {
    return `The question took more than ${MAX_ROUNDS} rounds of look-ups; the answer rests on those`;
  }
  if (state.conversationCostUsd >= limit) {
    return `This conversation has reached its limit of $${limit.toFixed(2)}; start a new one to look up more`;
  }
  return undefined;
}

function countOf(calls: number): string {
  return calls === 1 ? "1 step" : `${calls} steps`;
}
