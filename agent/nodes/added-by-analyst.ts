import type { AIMessage } from "@langchain/core/messages";
import { KEEPING_TOOLS } from "../tools/all.ts";
import type { TurnState } from "../turn-state.ts";
import { askModel } from "./model-call.ts";
import type { NodeContext } from "./node-context.ts";
import { splitFollowups } from "./split-followups.ts";

/** What comes with an answer: questions that could follow, and what is to be kept of it. */
export type Added = {
  readonly followups: readonly string[];
  readonly calls: NonNullable<AIMessage["tool_calls"]>;
};

/** True where the offline analyst, which read the whole question, has planned for a model that writes. */
export function isReadByAnalyst(
  { plannedBy, standIn }: TurnState,
  { config, open }: NodeContext,
): boolean {
  const isBesideModel = config.model.kind === "gemini" && open.analyst !== undefined;
  return isBesideModel && plannedBy === "analyst" && standIn === undefined;
}

/** What the analyst would keep and ask next: nobody need wait for a model to write that too. */
export async function addedByAnalyst(state: TurnState, context: NodeContext): Promise<Added> {
  const task = { phase: "synthesize", tools: KEEPING_TOOLS, by: "analyst" } as const;
  const { text, tool_calls: calls = [] } = await askModel(state, task, context);
  return { followups: splitFollowups(text).followups, calls };
}
