import { type AIMessage, ToolMessage } from "@langchain/core/messages";
import type { Deps } from "../deps.ts";
import { KEEPING_TOOLS, PLANNING_TOOLS } from "../tools/all.ts";
import { type Speaker, type TurnState, thisTurn } from "../turn-state.ts";
import { askModel } from "./model-call.ts";
import type { NodeContext } from "./node-context.ts";
import { type StandIn, standInFor, whyNotAsk } from "./stand-in.ts";

/** What is to be looked up next, by whom; and what changes when the analyst had to take over. */
export type Planned = {
  readonly reply: AIMessage;
  readonly by: Speaker;
  readonly standIn?: StandIn;
};

/**
 * Asks whoever plans: the offline analyst where it understands the whole question, which saves a call of the model;
 * the model for all else; the analyst again when the model may not or cannot.
 *
 * @throws as `askModel` does, when nobody can stand in.
 */
export async function planNext(
  state: TurnState,
  context: NodeContext,
  deps: Deps,
): Promise<Planned> {
  if (state.standIn !== undefined)
    return { reply: await ask("analyst", state, context), by: "analyst" };
  const standIn = whyNotAsk(state, context);
  if (standIn) return standInWith(standIn, state, context);
  const known = await planOfAnalyst(state, context);
  if (known) return { reply: known, by: "analyst" };
  try {
    return { reply: await ask("model", state, context), by: "model" };
  } catch (thrown) {
    return standInWith(standInFor(thrown, state, { context, deps }), state, context);
  }
}

async function standInWith(
  standIn: StandIn,
  state: TurnState,
  context: NodeContext,
): Promise<Planned> {
  return { reply: await ask("analyst", state, context), by: "analyst", standIn };
}

function ask(by: Speaker, state: TurnState, context: NodeContext): Promise<AIMessage> {
  const offered = PLANNING_TOOLS.filter((tool) => tool.offered(context.open));
  const tools = [...offered, ...KEEPING_TOOLS];
  return askModel(state, { phase: "plan", tools, by }, context);
}

/** Undefined where the model is to plan. */
async function planOfAnalyst(
  state: TurnState,
  context: NodeContext,
): Promise<AIMessage | undefined> {
  const { config, open } = context;
  const planner = config.model.kind === "gemini" ? (config.model.planner ?? "auto") : "model";
  if (!open.analyst || planner === "model") return undefined;
  if (planner === "offline") return ask("analyst", state, context);
  const isFirst = (state.rounds ?? 0) === 0;
  if (!isFirst && (state.plannedBy !== "analyst" || isForTheModel(state))) return undefined;
  const reply = await ask("analyst", state, context);
  return !isFirst || isWhole(reply) ? reply : undefined;
}

/** The analyst says so itself: it has read every word of the question, be it of the data, of the documents, or a greeting. */
function isWhole({ response_metadata: said }: AIMessage): boolean {
  return said["understood"] === true;
}

/** What went wrong with a look-up is the model's to mend, and what the documents do not hold it may find elsewhere. */
function isForTheModel({ messages, evidence = [] }: TurnState): boolean {
  const hasFailed = thisTurn(messages).some(
    (message) => ToolMessage.isInstance(message) && message.status === "error",
  );
  return hasFailed || evidence.every((one) => "results" in one && one.results.length === 0);
}
