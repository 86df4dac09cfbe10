import { AIMessage, HumanMessage } from "@langchain/core/messages";
import type { Deps } from "../deps.ts";
import { type Denial, whyNot } from "../governance/kind-refusal.ts";
import { questionOf, type TurnState, type TurnUpdate } from "../turn-state.ts";
import { addSpent, spend } from "./model-call.ts";
import { contextOf, type NodeContext, type NodeRuntime } from "./node-context.ts";
import { planNext } from "./plan-next.ts";

/** DESIGN §5: tool rounds of one turn. */
const MAX_ROUNDS = 6;
/** Rounds more for the analyst that takes over from a model; its longest plan has three. */
const STAND_IN_ROUNDS = 3;

/** The model decides what to look up next; no calls means it has what the answer needs. */
export function plan(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const stop = reasonToStop(state, context);
    if (stop !== undefined) return { warnings: [...(state.warnings ?? []), stop] };
    const denied = (state.rounds ?? 0) === 0 ? await denialOf(state, context, deps) : undefined;
    if (!denied) return planRound(state, context, deps);
    const instead = insteadOf(denied, state);
    if (!instead) return { denials: [denied.why], rounds: 1 };
    const { notes, asked, messages } = instead;
    const planned = await planRound({ ...state, messages }, context, deps);
    return { ...planned, notes, messages: [asked, ...planned.messages] };
  };
}

async function planRound(state: TurnState, context: NodeContext, deps: Deps) {
  const round = (state.rounds ?? 0) + 1;
  const started = performance.now();
  const step = { type: "reasoning", tool: "plan", call_id: `plan-${round}` } as const;
  context.emit({ ...step, status: "started", label: "Working out what to look up" });
  const { reply, by, standIn } = await planNext(state, context, deps);
  const calls = callsIn(reply, round);
  const label =
    calls.length > 0 ? `Planned ${countOf(calls.length)}` : "Everything needed is there";
  context.emit({ ...step, status: "completed", label, ms: performance.now() - started });
  const cost = spend(reply.usage_metadata, deps.config.model);
  return {
    messages: calls.length > 0 ? [toMessage(reply, calls)] : [],
    ...standIn,
    plannedBy: by,
    rounds: round,
    spent: addSpent(state.spent, cost),
    conversationCostUsd: state.conversationCostUsd + cost.costUsd,
  } satisfies TurnUpdate;
}

/** Why the question is not for who asks, where that can be told before anything is looked up. */
async function denialOf({ messages }: TurnState, { view, gate, turn }: NodeContext, deps: Deps) {
  const open = deps.workspaces.get(turn.workspace);
  const whole = open?.analyst ?? (deps.config.model.kind === "offline" ? open?.model : undefined);
  const denied = view && (await whyNot(questionOf(messages), view, whole));
  if (denied) {
    const decision = denied.instead === undefined ? "refused" : "narrowed";
    gate.note({ source: "turn", decision, reason: denied.why });
  }
  return denied;
}

/** The turn as one that asked what can be answered in place of what was asked; undefined where nothing can. */
function insteadOf({ why, instead, as = "that" }: Denial, { messages }: TurnState) {
  const at = messages.findLastIndex((message) => message.getType() === "human");
  const last = messages[at];
  if (instead === undefined || !last) return undefined;
  const { id, additional_kwargs } = last;
  const asked = new HumanMessage({
    content: instead,
    additional_kwargs,
    ...(id !== undefined && { id }),
  });
  return {
    asked,
    messages: messages.map((message, i) => (i === at ? asked : message)),
    notes: [{ groups: 0, named: [], why: `${why}; this is ${as}` }],
  };
}

/** Words when the turn may look up no more: it then answers with what it has. */
function reasonToStop(state: TurnState, { config, open }: NodeContext): string | undefined {
  const { maxCostPerConversationUsd: limit } = config.limits;
  const most = state.standIn === undefined ? MAX_ROUNDS : MAX_ROUNDS + STAND_IN_ROUNDS;
  if ((state.rounds ?? 0) >= most) {
    return `The answer rests on ${MAX_ROUNDS} rounds of look-ups, the most that a question may take`;
  }
  if (state.conversationCostUsd >= limit && !open.analyst) {
    return `This conversation has reached its limit of $${limit.toFixed(2)}; start a new one to look up more`;
  }
  return undefined;
}

type Calls = NonNullable<AIMessage["tool_calls"]>;

/** What the model calls, each under an id of its own. A call that cannot be read is made without arguments: its result then says what it needs. */
function callsIn({ tool_calls = [], invalid_tool_calls = [] }: AIMessage, round: number): Calls {
  const unread = invalid_tool_calls.map(({ id, name = "" }) => ({ id, name, args: {} }));
  const seen = new Set<string>();
  return [...tool_calls, ...unread].map(({ id = "", name, args }, i) => {
    const isFree = id !== "" && !seen.has(id);
    const callId = isFree ? id : `call-${round}-${i + 1}`;
    seen.add(callId);
    return { id: callId, name, args, type: "tool_call" };
  });
}

/** Without the provider's message id, under which two messages could meet. */
function toMessage({ content, additional_kwargs, response_metadata }: AIMessage, calls: Calls) {
  return new AIMessage({ content, additional_kwargs, response_metadata, tool_calls: calls });
}

function countOf(calls: number): string {
  return calls === 1 ? "1 step" : `${calls} steps`;
}
