import { AIMessage, type AIMessageChunk, SystemMessage } from "@langchain/core/messages";
import { EMPTY_BRIEFING } from "../briefing.ts";
import type { Deps } from "../deps.ts";
import type { Figure } from "../events.ts";
import { TurnError } from "../failure.ts";
import { bindFigures } from "../grounding/bind-figures.ts";
import { citationsIn, gradeOf } from "../grounding/grade.ts";
import { systemPrompt } from "../prompts.ts";
import { KEEPING_TOOLS } from "../tools/all.ts";
import { questionOf, type TurnState, type TurnUpdate } from "../turn-state.ts";
import { addSpent, bindTools, spend, toModelMessages } from "./model-call.ts";
import { contextOf, type NodeContext, type NodeRuntime } from "./node-context.ts";
import { createFollowupSplitter } from "./split-followups.ts";

/** Streams the answer from the evidence, then binds every figure in it to its source. */
export function synthesize(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const started = performance.now();
    const step = { type: "reasoning", tool: "synthesize", call_id: "synthesize" } as const;
    context.emit({ ...step, status: "started", label: "Writing the answer" });
    const { text, followups, reply } = await streamAnswer(state, context);
    const figures = ground(text, state, context);
    context.emit({
      ...step,
      status: "completed",
      label: "Wrote the answer",
      ms: performance.now() - started,
    });
    const cost = spend(reply.usage_metadata, deps.config.model);
    const evidence = state.evidence ?? [];
    return {
      messages: [new AIMessage({ content: text, tool_calls: reply.tool_calls ?? [] })],
      answer: { text, followups, figures, grade: gradeOf(evidence, citationsIn(text, evidence)) },
      spent: addSpent(state.spent, cost),
      conversationCostUsd: state.conversationCostUsd + cost.costUsd,
    };
  };
}

type Written = {
  readonly text: string;
  readonly followups: readonly string[];
  readonly reply: AIMessageChunk;
};

/** @throws {TurnError} when the model wrote nothing. */
async function streamAnswer(
  state: TurnState,
  { open, signal, emit }: NodeContext,
): Promise<Written> {
  const system = systemPrompt(open, state.briefing ?? EMPTY_BRIEFING, "synthesize");
  const model = bindTools(open.model, KEEPING_TOOLS);
  const splitter = createFollowupSplitter();
  let text = "";
  const show = (delta: string) => {
    if (delta === "") return;
    text += delta;
    emit({ type: "content", delta });
  };
  let reply: AIMessageChunk | undefined;
  const messages = [new SystemMessage(system), ...toModelMessages(state.messages)];
  for await (const chunk of await model.stream(messages, { signal })) {
    reply = reply ? reply.concat(chunk) : chunk;
    show(splitter.push(chunk.text));
  }
  const { rest, followups } = splitter.end();
  show(rest);
  if (!reply || text.trim() === "") {
    throw new TurnError({ kind: "upstream", service: "language model", retryable: true });
  }
  return { text, followups, reply };
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
    today: open.workspace.today(),
  });
  emit({ type: "grounding", figures, unbound });
  return figures;
}
