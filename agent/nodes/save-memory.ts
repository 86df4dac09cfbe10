import { AIMessage } from "@langchain/core/messages";
import type { Deps } from "../deps.ts";
import type { MemoryEvent } from "../events.ts";
import { KEEPING_TOOLS } from "../tools/all.ts";
import { questionOf, type TurnState, type TurnUpdate } from "../turn-state.ts";
import { untilAborted, withDeadline } from "../until-aborted.ts";
import { compactMessages } from "./compact-messages.ts";
import { contextOf, type NodeContext, type NodeRuntime } from "./node-context.ts";
import { runToolCall, type ToolRun } from "./run-tool-call.ts";

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
    const warnings = [...contradictions(kept), ...(isKept && isSummed ? [] : [NOT_SAVED])];
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
  const { evidence = [] } = state;
  return Promise.all(
    keeping.map(({ id, name, args }, i) => {
      const [callId, evidenceId] = [id || `keep-${i + 1}`, `M${i + 1}`];
      return runToolCall({ callId, name, args, evidenceId, timeoutMs, evidence }, context, deps);
    }),
  );
}

/** One sentence for each finding that says other figures than the one it replaces. */
function contradictions(kept: readonly MemoryEvent[]): string[] {
  return kept.flatMap(({ action, memory_type, value, replaces }) => {
    if (action !== "saved" || memory_type !== "finding" || !replaces) return [];
    if (figuresOf(replaces.value) === figuresOf(value)) return [];
    const day = replaces.saved_at.slice(0, 10);
    return [`This takes the place of what was found on ${day}: "${replaces.value}"`];
  });
}

/** A finding that only words it otherwise has the same; one without figures is its words. */
function figuresOf(value: string): string {
  const figures = value.match(/\d+(?:[.,]\d+)*/g);
  return figures ? figures.toSorted().join(" ") : value;
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
  const news = {
    sessionId: turn.sessionId,
    date: new Date().toISOString(),
    // The question that led to a finding.
    topics: [questionOf(state.messages)],
    keyFindings: findings.map(({ value }) => value),
  };
  const either = withDeadline(signal, patienceMs(deps));
  try {
    await untilAborted(deps.memories.saveSession(context.policy, news), either);
    return true;
  } catch (thrown) {
    signal.throwIfAborted();
    deps.report(thrown, { node: "save_memory", messageId: turn.messageId });
    return false;
  }
}

function patienceMs({ config }: Deps): number {
  return Math.min(PATIENCE_MS, config.limits.toolTimeoutMs);
}
