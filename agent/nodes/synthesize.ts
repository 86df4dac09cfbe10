import { AIMessage, type AIMessageChunk } from "@langchain/core/messages";
import { EMPTY_BRIEFING } from "../briefing.ts";
import type { Deps } from "../deps.ts";
import type { Figure } from "../events.ts";
import { TurnError } from "../failure.ts";
import { bindFigures } from "../grounding/bind-figures.ts";
import { citationsIn, gradeOf } from "../grounding/grade.ts";
import { KEEPING_TOOLS } from "../tools/all.ts";
import type { AgentTool } from "../tools/tool.ts";
import { questionOf, type Spent, type TurnState, type TurnUpdate } from "../turn-state.ts";
import { lendPassages } from "./lend-passages.ts";
import { addSpent, spend, streamModel } from "./model-call.ts";
import { contextOf, type NodeContext, type NodeRuntime } from "./node-context.ts";
import { createFollowupSplitter } from "./split-followups.ts";

/** Streams the answer from the evidence, then binds every figure in it to its source. */
export function synthesize(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const started = performance.now();
    const step = { type: "reasoning", tool: "synthesize", call_id: "synthesize" } as const;
    context.emit({ ...step, status: "started", label: "Writing the answer" });
    const { text, followups, calls, spent } = await writeAnswer(state, context);
    const lent = lendPassages(text, state);
    for (const one of lent) context.emit(one);
    const evidence = [...(state.evidence ?? []), ...lent];
    const figures = ground(text, { ...state, evidence }, context);
    const ms = performance.now() - started;
    context.emit({ ...step, status: "completed", label: "Wrote the answer", ms });
    return {
      messages: [new AIMessage({ content: text, tool_calls: calls })],
      answer: { text, followups, figures, grade: gradeOf(evidence, citationsIn(text, evidence)) },
      evidence,
      spent: addSpent(state.spent, spent),
      conversationCostUsd: state.conversationCostUsd + spent.costUsd,
    };
  };
}

type Written = {
  readonly text: string;
  readonly followups: readonly string[];
  readonly calls: NonNullable<AIMessage["tool_calls"]>;
  readonly spent: Spent;
};

/**
 * The answer, shown as it comes. A model that only called tools, or said nothing, is asked once more, without tools.
 *
 * @throws {TurnError} when it writes nothing then either.
 */
async function writeAnswer(state: TurnState, context: NodeContext): Promise<Written> {
  const first = await stream(state, KEEPING_TOOLS, context);
  if (first.text !== "") return first;
  const second = await stream(state, [], context);
  if (second.text !== "") {
    return { ...second, calls: first.calls, spent: addSpent(first.spent, second.spent) };
  }
  throw new TurnError({ kind: "upstream", service: "language model", retryable: true });
}

/** `text` is empty when there was nothing but white space. */
async function stream(
  state: TurnState,
  tools: readonly AgentTool[],
  context: NodeContext,
): Promise<Written> {
  const splitter = createFollowupSplitter();
  let text = "";
  const show = (delta: string) => {
    // White space before the first word is nothing to show.
    const shown = text === "" ? delta.trimStart() : delta;
    if (shown === "") return;
    text += shown;
    context.emit({ type: "content", delta: shown });
  };
  let reply: AIMessageChunk | undefined;
  for await (const chunk of streamModel(state, { phase: "synthesize", tools }, context)) {
    reply = reply ? reply.concat(chunk) : chunk;
    show(splitter.push(chunk.text));
  }
  const { rest, followups } = splitter.end();
  show(rest);
  const spent = spend(reply?.usage_metadata, context.config.model);
  return { text, followups, calls: reply?.tool_calls ?? [], spent };
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
