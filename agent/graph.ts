import { AIMessage } from "@langchain/core/messages";
import { END, START, StateGraph } from "@langchain/langgraph";
import type { Deps } from "./deps.ts";
import { executeTools } from "./nodes/execute-tools.ts";
import { injectMemory } from "./nodes/inject-memory.ts";
import { plan } from "./nodes/plan.ts";
import { saveMemory } from "./nodes/save-memory.ts";
import { synthesize } from "./nodes/synthesize.ts";
import { inSpan } from "./telemetry.ts";
import { type TurnState as State, TurnContext, TurnState } from "./turn-state.ts";

/** Wires the turn. Pure: opens nothing, reads no environment. */
export function buildGraph(deps: Deps) {
  return new StateGraph({ state: TurnState, context: TurnContext.partial() })
    .addNode("inject_memory", asStep("inject_memory", injectMemory(deps)))
    .addNode("plan", asStep("plan", plan(deps)))
    .addNode("execute_tools", asStep("execute_tools", executeTools(deps)))
    .addNode("synthesize", asStep("synthesize", synthesize(deps)))
    .addNode("save_memory", asStep("save_memory", saveMemory(deps)))
    .addEdge(START, "inject_memory")
    .addEdge("inject_memory", "plan")
    .addConditionalEdges("plan", afterPlan, ["execute_tools", "synthesize"])
    .addEdge("execute_tools", "plan")
    .addConditionalEdges("synthesize", afterSynthesize, ["plan", "save_memory"])
    .addEdge("save_memory", END);
}

/** The node as a step that traces show. */
function asStep<S, R, U>(name: string, node: (state: S, runtime: R) => Promise<U>) {
  return (state: S, runtime: R) => inSpan(`step ${name}`, {}, () => node(state, runtime));
}

/** Without an answer another speaker begins anew: the model broke off, and the offline analyst takes over. */
function afterSynthesize({ answer }: State): "plan" | "save_memory" {
  return answer ? "save_memory" : "plan";
}

/** The one decision of a turn that goes well: tool calls are run, else the answer is written. */
function afterPlan({ messages }: State): "execute_tools" | "synthesize" {
  const last = messages.at(-1);
  const calls = AIMessage.isInstance(last) ? (last.tool_calls ?? []) : [];
  return calls.length > 0 ? "execute_tools" : "synthesize";
}
