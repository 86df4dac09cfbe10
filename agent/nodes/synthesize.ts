import { AIMessage, type AIMessageChunk } from "@langchain/core/messages";
import { EMPTY_BRIEFING } from "../briefing.ts";
import type { Deps } from "../deps.ts";
import type { ReasoningEvent } from "../events.ts";
import { TurnError } from "../failure.ts";
import { refuseKindly } from "../governance/kind-refusal.ts";
import { bindFigures } from "../grounding/bind-figures.ts";
import { citationsIn, gradeOf } from "../grounding/grade.ts";
import { isTableTool } from "../table-tools.ts";
import { KEEPING_TOOLS } from "../tools/all.ts";
import {
  NOTHING_SPENT,
  questionOf,
  type Spent,
  type TurnState,
  type TurnUpdate,
} from "../turn-state.ts";
import { type Added, addedByAnalyst, isReadByAnalyst } from "./added-by-analyst.ts";
import { createAddressGuard, withoutAddresses } from "./guard-addresses.ts";
import { lendPassages } from "./lend-passages.ts";
import { methodOf } from "./method-of.ts";
import { addSpent, spend, streamModel, type Task } from "./model-call.ts";
import { contextOf, type NodeContext, type NodeRuntime } from "./node-context.ts";
import { createFollowupSplitter } from "./split-followups.ts";
import { standInFor, whyNotAsk } from "./stand-in.ts";
import { type Telling, tellNotes } from "./tell-notes.ts";

const BROKE_OFF = " …\n\n_The language model broke off here. What follows is whole:_\n\n";

/**
 * Streams the answer from the evidence, then binds every figure in it to its source. Leaves no answer where the model
 * failed or may not be asked and the offline analyst takes over.
 */
export function synthesize(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const refusal = refusalOf(state, context);
    const standIn = refusal ? undefined : whyNotAsk(state, context);
    if (standIn) return standIn;
    const step = startStep(state, context);
    if (refusal) {
      const refused = await refusal();
      step.end({ status: "completed", label: "Wrote the answer" });
      return refused;
    }
    const telling = tellNotes(state, state.broken);
    const draft: Draft = { text: state.broken ?? "", spent: NOTHING_SPENT, telling };
    try {
      const written = await writeAnswer(state, draft, context);
      const update = toUpdate(state, { ...draft, ...written }, context);
      step.end({ status: "completed", label: "Wrote the answer" });
      return update;
    } catch (thrown) {
      const failed = standInFor(thrown, state, { context, deps });
      step.end({ status: "failed", label: "Writing the answer", error: failed.standIn });
      return { ...failed, ...breakOff(draft, context), ...paid(state, draft) };
    }
  };
}

/** Where who asks may know nothing of what was asked, the answer says so, whoever would have written it; nobody is asked for it. */
function refusalOf(state: TurnState, { view, emit }: NodeContext) {
  const { denials = [], evidence = [], messages } = state;
  if (!view || denials.length === 0 || evidence.some(({ tool }) => isTableTool(tool))) return;
  return async () => {
    const { text, followups } = await refuseKindly(questionOf(messages), denials, view);
    emit({ type: "content", delta: text });
    emit({ type: "grounding", figures: [], unbound: 0 });
    const answer = { text, followups, figures: [], grade: "none" } as const;
    return { messages: [new AIMessage(text)], answer, evidence: [] } satisfies TurnUpdate;
  };
}

/** Shows the step at once; `end` shows how it ended. */
function startStep({ standIn }: TurnState, { emit }: NodeContext) {
  const started = performance.now();
  // A stand-in's is a step of its own: that of the model has failed.
  const call_id = standIn === undefined ? "synthesize" : "synthesize-2";
  const step = { type: "reasoning", tool: "synthesize", call_id } as const;
  emit({ ...step, status: "started", label: "Writing the answer" });
  return {
    end: (how: Pick<ReasoningEvent, "status" | "label" | "error">) =>
      emit({ ...step, ...how, ms: performance.now() - started }),
  };
}

/** An answer as it grows. `text` is what was shown of it. */
type Draft = { text: string; spent: Spent; readonly telling: Telling };

function toUpdate(
  state: TurnState,
  { text: shown, telling, followups, calls, spent }: Draft & Added,
  context: NodeContext,
): TurnUpdate {
  const { view, open, emit } = context;
  const text = telling.written();
  const lent = lendPassages(text, state);
  for (const one of lent) emit(one);
  const evidence = [...(state.evidence ?? []), ...lent];
  const method = view?.role.answers === "method" ? methodOf(evidence, open) : "";
  const rest = `${telling.end()}${method}`;
  const said = `${shown}${rest}`;
  if (rest !== "") emit({ type: "content", delta: rest });
  const { figures: written, unbound } = ground(text, { ...state, evidence }, context);
  const figures = telling.place(written);
  emit({ type: "grounding", figures, unbound });
  return {
    messages: [new AIMessage({ content: said, tool_calls: calls })],
    answer: {
      text: said,
      followups,
      figures,
      grade: gradeOf(evidence, citationsIn(text, evidence)),
    },
    evidence,
    ...paid(state, { spent }),
  };
}

function paid(state: TurnState, { spent }: Pick<Draft, "spent">): TurnUpdate {
  return {
    spent: addSpent(state.spent, spent),
    conversationCostUsd: state.conversationCostUsd + spent.costUsd,
  };
}

/** What was shown cannot be taken back: it is told that it broke off, and the whole answer comes after it. */
function breakOff({ text }: Draft, { emit }: NodeContext): TurnUpdate {
  if (text === "") return {};
  emit({ type: "content", delta: BROKE_OFF });
  return { broken: `${text}${BROKE_OFF}` };
}

/**
 * The answer, shown as it comes. A model that only called tools, or said nothing, is asked once more, without tools.
 *
 * @throws {TurnError} when it writes nothing then either.
 */
async function writeAnswer(state: TurnState, draft: Draft, context: NodeContext): Promise<Added> {
  const before = draft.text;
  const by = state.standIn === undefined ? "model" : "analyst";
  const isShared = isReadByAnalyst(state, context);
  const task: Task = isShared
    ? { phase: "write", tools: [], by }
    : { phase: "synthesize", tools: KEEPING_TOOLS, by };
  const first = await stream(state, { draft, task }, context);
  const isSilent = draft.text === before;
  const last = isSilent
    ? await stream(state, { draft, task: { ...task, tools: [] } }, context)
    : first;
  if (draft.text !== before)
    return isShared ? addedByAnalyst(state, context) : { ...last, calls: first.calls };
  throw new TurnError({
    kind: "upstream",
    service: "language model",
    retryable: true,
    trouble: "no-answer",
  });
}

type Writing = { readonly draft: Draft; readonly task: Task };

async function stream(
  state: TurnState,
  { draft, task }: Writing,
  context: NodeContext,
): Promise<Added> {
  const splitter = createFollowupSplitter();
  const guard = createAddressGuard(addressesIn(state));
  const before = draft.text;
  const show = (delta: string) => {
    // White space before the first word is nothing to show.
    const shown = draft.telling.push(draft.text === before ? delta.trimStart() : delta);
    if (shown === "") return;
    draft.text += shown;
    context.emit({ type: "content", delta: shown });
  };
  let reply: AIMessageChunk | undefined;
  try {
    for await (const chunk of streamModel(state, task, context)) {
      reply = reply ? reply.concat(chunk) : chunk;
      show(guard.push(splitter.push(chunk.text)));
    }
  } finally {
    draft.spent = addSpent(draft.spent, spend(reply?.usage_metadata, context.config.model));
  }
  const { rest, followups } = splitter.end();
  show(`${guard.push(rest)}${guard.end()}`);
  return {
    followups: followups.map((text) => withoutAddresses(text, () => false)),
    calls: reply?.tool_calls ?? [],
  };
}

/** True for an address that stands as it is in the question or in a cell that was found. */
function addressesIn({ messages, evidence = [] }: TurnState): (address: string) => boolean {
  let known: string | undefined;
  return (address) => {
    known ??= [questionOf(messages), JSON.stringify(evidence)].join("\n");
    return known.includes(address);
  };
}

function ground(text: string, state: TurnState, { open }: NodeContext) {
  const briefing = state.briefing ?? EMPTY_BRIEFING;
  const remembered = [...briefing.findings, ...briefing.preferences, ...briefing.context];
  return bindFigures(text, {
    evidence: state.evidence ?? [],
    question: questionOf(state.messages),
    memories: [
      ...remembered.map(({ value }) => value),
      ...briefing.sessions.flatMap(({ keyFindings }) => keyFindings),
    ],
    fiscalYearStartMonth: open.workspace.fiscalYearStartMonth,
  });
}
