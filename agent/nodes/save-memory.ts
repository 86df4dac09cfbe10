import { AIMessage } from "@langchain/core/messages";
import type { Deps } from "../deps.ts";
import type { MemoryEvent } from "../events.ts";
import type { Memories } from "../store/memories.ts";
import { KEEPING_TOOLS } from "../tools/all.ts";
import { questionOf, type TurnState, type TurnUpdate } from "../turn-state.ts";
import { untilAborted, withDeadline } from "../until-aborted.ts";
import { compactMessages } from "./compact-messages.ts";
import { contextOf, type NodeContext, type NodeRuntime } from "./node-context.ts";
import { runToolCall, type ToolRun } from "./run-tool-call.ts";

/** Topics and findings that a conversation's summary holds. */
const SUMMARY_LIMIT = 10;

/** How long a person who has the answer waits for the end of the turn; a store at work answers in milliseconds. */
const PATIENCE_MS = 5_000;

const NOT_SAVED = "What was found could not be saved for next time";

/** Keeps what the model asked to keep, and the conversation's summary. When that fails the answer stands. */
export function saveMemory(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const runs = await runKeeping(state, context, deps);
    const kept = [...(state.kept ?? []), ...runs.flatMap(({ outcome }) => outcome.memory ?? [])];
    const isKept = runs.every(({ outcome }) => outcome.failed === undefined);
    const isSummed = await saveSummary(state, { kept, context, deps });
    const warnings = isKept && isSummed ? [] : [NOT_SAVED];
    return {
      messages: compactMessages(state.messages),
      kept,
      warnings: [...(state.warnings ?? []), ...warnings],
    };
  };
}

/** Runs the calls that the answer came with; only what keeps things has a place after it. */
function runKeeping(state: TurnState, context: NodeContext, deps: Deps): Promise<ToolRun[]> {
  const last = state.messages.at(-1);
  const calls = AIMessage.isInstance(last) ? (last.tool_calls ?? []) : [];
  const keeping = calls.filter(({ name }) => KEEPING_TOOLS.some((tool) => tool.name === name));
  const timeoutMs = patienceMs(deps);
  return Promise.all(
    keeping.map(({ id, name, args }, i) =>
      runToolCall(
        { callId: id || `keep-${i + 1}`, name, args, evidenceId: `M${i + 1}`, timeoutMs },
        context,
        deps,
      ),
    ),
  );
}

type Saving = {
  readonly kept: readonly MemoryEvent[];
  readonly context: NodeContext;
  readonly deps: Deps;
};

/** False, and reported, when the store does not take it in time. */
async function saveSummary(state: TurnState, { kept, context, deps }: Saving): Promise<boolean> {
  const findings = kept.filter(
    ({ action, memory_type }) => action === "saved" && memory_type === "finding",
  );
  if (findings.length === 0) return true;
  const { signal, turn } = context;
  const news = { topic: questionOf(state.messages), findings: findings.map(({ value }) => value) };
  const either = withDeadline(signal, patienceMs(deps));
  try {
    await untilAborted(extendSummary(context, deps.memories, news), either);
    return true;
  } catch (thrown) {
    signal.throwIfAborted();
    deps.report(thrown, { node: "save_memory", messageId: turn.messageId });
    return false;
  }
}

/** Topics are the questions that led to a finding. */
async function extendSummary(
  { policy, turn: { sessionId } }: NodeContext,
  memories: Memories,
  { topic, findings }: { readonly topic: string; readonly findings: readonly string[] },
): Promise<void> {
  const { sessions } = await memories.recall(policy);
  const before = sessions.find((summary) => summary.sessionId === sessionId);
  const last = (items: readonly string[]) => [...new Set(items)].slice(-SUMMARY_LIMIT);
  await memories.saveSession(policy, {
    sessionId,
    date: new Date().toISOString(),
    topics: last([...(before?.topics ?? []), topic]),
    keyFindings: last([...(before?.keyFindings ?? []), ...findings]),
  });
}

function patienceMs({ config }: Deps): number {
  return Math.min(PATIENCE_MS, config.limits.toolTimeoutMs);
}
