import { AIMessage, type AIMessageChunk } from "@langchain/core/messages";
import { EMPTY_BRIEFING } from "../briefing.ts";
import type { Deps } from "../deps.ts";
import type { Figure, ReasoningEvent } from "../events.ts";
import { TurnError } from "../failure.ts";
import { refuseKindly } from "../governance/kind-refusal.ts";
import { bindFigures } from "../grounding/bind-figures.ts";
import { citationsIn, gradeOf } from "../grounding/grade.ts";
import { isTableTool } from "../table-tools.ts";
import { KEEPING_TOOLS } from "../tools/all.ts";
import type { AgentTool } from "../tools/tool.ts";
import {
  NOTHING_SPENT,
  questionOf,
  type Speaker,
  type Spent,
  type TurnState,
  type TurnUpdate,
} from "../turn-state.ts";
import { lendPassages } from "./lend-passages.ts";
import { addSpent, spend, streamModel } from "./model-call.ts";
import { contextOf, type NodeContext, type NodeRuntime } from "./node-context.ts";
import { createFollowupSplitter } from "./split-followups.ts";
import { standInFor, whyNotAsk } from "./stand-in.ts";

const BROKE_OFF = " …\n\n_The language model broke off here. What follows is whole:_\n\n";

/**
 * Streams the answer from the evidence, then binds every figure in it to its source. Leaves no answer where the model
 * failed or may not be asked and the offline analyst takes over.
 */
export function synthesize(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const standIn = whyNotAsk(state, context);
    if (standIn) return standIn;
    const step = startStep(state, context);
    const draft: Draft = { text: state.broken ?? "", spent: NOTHING_SPENT };
    const refused = await refusalOf(state, context);
    if (refused) {
      step.end({ status: "completed", label: "Wrote the answer" });
      return refused;
    }
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

/** Where who asks may know nothing of what was asked, the answer says so, whoever would have written it. */
async function refusalOf(state: TurnState, { view, emit }: NodeContext) {
  const { denials = [], evidence = [], messages } = state;
  if (!view || denials.length === 0 || evidence.some(({ tool }) => isTableTool(tool))) return;
  const { text, followups } = await refuseKindly(questionOf(messages), denials, view);
  emit({ type: "content", delta: text });
  emit({ type: "grounding", figures: [], unbound: 0 });
  const answer = { text, followups, figures: [], grade: "none" } as const;
  return { messages: [new AIMessage(text)], answer, evidence: [] } satisfies TurnUpdate;
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

/** Whoever writes does not know of what is not shown: "the largest" is that of the others. */
const SOME_HIDDEN = "_This is about the groups that may be shown; the others are named below._\n\n";

/** An answer as it grows. `text` is what was shown of it. */
type Draft = { text: string; spent: Spent };

type Written = {
  readonly followups: readonly string[];
  readonly calls: NonNullable<AIMessage["tool_calls"]>;
};

function toUpdate(
  state: TurnState,
  { text, followups, calls, spent }: Draft & Written,
  context: NodeContext,
): TurnUpdate {
  const lent = lendPassages(text, state);
  for (const one of lent) context.emit(one);
  const evidence = [...(state.evidence ?? []), ...lent];
  const said = `${text}${noteOf(state)}`;
  if (said !== text) context.emit({ type: "content", delta: noteOf(state) });
  const figures = ground(text, { ...state, evidence }, context);
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

/** What was kept back is said, whoever wrote the answer. */
function noteOf({ notes = [], denials = [] }: TurnState): string {
  const refused = denials.map((denial) => `Not answered: ${denial}`);
  return [...notes, ...refused].map((note) => `\n\n_${note}._`).join("");
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
async function writeAnswer(state: TurnState, draft: Draft, context: NodeContext): Promise<Written> {
  if ((state.notes ?? []).length > 0 && draft.text === "") {
    draft.text = SOME_HIDDEN;
    context.emit({ type: "content", delta: SOME_HIDDEN });
  }
  const before = draft.text;
  const by = state.standIn === undefined ? "model" : "analyst";
  const first = await stream(state, { draft, by, tools: KEEPING_TOOLS }, context);
  if (draft.text !== before) return first;
  const second = await stream(state, { draft, by, tools: [] }, context);
  if (draft.text !== before) return { ...second, calls: first.calls };
  throw new TurnError({
    kind: "upstream",
    service: "language model",
    retryable: true,
    trouble: "no-answer",
  });
}

type Writing = {
  readonly draft: Draft;
  readonly by: Speaker;
  readonly tools: readonly AgentTool[];
};

async function stream(
  state: TurnState,
  { draft, by, tools }: Writing,
  context: NodeContext,
): Promise<Written> {
  const splitter = createFollowupSplitter();
  const before = draft.text;
  const show = (delta: string) => {
    // White space before the first word is nothing to show.
    const shown = draft.text === before ? delta.trimStart() : delta;
    if (shown === "") return;
    draft.text += shown;
    context.emit({ type: "content", delta: shown });
  };
  let reply: AIMessageChunk | undefined;
  try {
    for await (const chunk of streamModel(state, { phase: "synthesize", tools, by }, context)) {
      reply = reply ? reply.concat(chunk) : chunk;
      show(splitter.push(chunk.text));
    }
  } finally {
    draft.spent = addSpent(draft.spent, spend(reply?.usage_metadata, context.config.model));
  }
  const { rest, followups } = splitter.end();
  show(rest);
  return { followups, calls: reply?.tool_calls ?? [] };
}

function ground(text: string, state: TurnState, { emit, open }: NodeContext): Figure[] {
  const briefing = state.briefing ?? EMPTY_BRIEFING;
  const remembered = [...briefing.findings, ...briefing.preferences, ...briefing.context];
  const { figures, unbound } = bindFigures(text, {
    evidence: state.evidence ?? [],
    question: questionOf(state.messages),
    memories: [
      ...remembered.map(({ value }) => value),
      ...briefing.sessions.flatMap(({ keyFindings }) => keyFindings),
    ],
    fiscalYearStartMonth: open.workspace.fiscalYearStartMonth,
  });
  emit({ type: "grounding", figures, unbound });
  return figures;
}
