import { AIMessage } from "@langchain/core/messages";
import type { Deps } from "../deps.ts";
import type { MemoryEvent } from "../events.ts";
import { questionOf, type TurnState, type TurnUpdate } from "../turn-state.ts";
import { compactMessages } from "./compact-messages.ts";
import { contextOf, type NodeContext, type NodeRuntime } from "./node-context.ts";
import { runToolCall } from "./run-tool-call.ts";

/** Topics and findings that a conversation's summary holds. */
const SUMMARY_LIMIT = 10;

/** Keeps what the model asked to keep, and the conversation's summary. When that fails the answer stands. */
export function saveMemory(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const messages = compactMessages(state.messages);
    try {
      const kept = await keep(state, context, deps);
      await saveSummary(state, { kept, context, deps });
      return { messages, kept };
    } catch (thrown) {
      context.signal.throwIfAborted();
      deps.report(thrown, { node: "save_memory", messageId: context.turn.messageId });
      return {
        messages,
        warnings: [...(state.warnings ?? []), "What was found could not be saved for next time"],
      };
    }
  };
}

async function keep(state: TurnState, context: NodeContext, deps: Deps): Promise<MemoryEvent[]> {
  const last = state.messages.at(-1);
  const calls = AIMessage.isInstance(last) ? (last.tool_calls ?? []) : [];
  const runs = await Promise.all(
    calls.map(({ id, name, args }, i) =>
      runToolCall(
        { callId: id ?? `keep-${i}`, name, args, evidenceId: `M${i + 1}` },
        context,
        deps,
      ),
    ),
  );
  const failed = runs.find(({ outcome }) => outcome.failed !== undefined);
  if (failed) throw new Error(`Cannot save to memory: ${failed.outcome.failed}`);
  return [...(state.kept ?? []), ...runs.flatMap(({ outcome }) => outcome.memory ?? [])];
}

type Saving = {
  readonly kept: readonly MemoryEvent[];
  readonly context: NodeContext;
  readonly deps: Deps;
};

/** Topics are the questions that led to a finding. */
async function saveSummary(state: TurnState, { kept, context, deps }: Saving): Promise<void> {
  const findings = kept.filter(
    ({ action, memory_type }) => action === "saved" && memory_type === "finding",
  );
  if (findings.length === 0) return;
  const { policy, turn } = context;
  const before = (await deps.memories.recall(policy)).sessions.find(
    ({ sessionId }) => sessionId === turn.sessionId,
  );
  const last = <T>(items: readonly T[]) => [...new Set(items)].slice(-SUMMARY_LIMIT);
  await deps.memories.saveSession(policy, {
    sessionId: turn.sessionId,
    date: new Date().toISOString(),
    topics: last([...(before?.topics ?? []), questionOf(state.messages)]),
    keyFindings: last([...(before?.keyFindings ?? []), ...findings.map(({ value }) => value)]),
  });
}
