import type { Briefing } from "../briefing.ts";
import type { Deps, OpenWorkspace } from "../deps.ts";
import type { MemoryEvent, Passage } from "../events.ts";
import type { Memory, Recall } from "../store/memories.ts";
import { questionOf, type TurnState, type TurnUpdate } from "../turn-state.ts";
import { contextOf, type NodeContext, type NodeRuntime } from "./node-context.ts";

/** Entries of each kind that a prompt carries. */
const RECALL_LIMIT = 20;
/** Recalled entries that are shown in the trace. */
const SHOWN_LIMIT = 5;
/** Verified queries and passages that go along as examples and context. */
const EXAMPLES = 3;

/** Before the model sees the question: what is known of the user, and what knowledge and verified queries lie near it. */
export function injectMemory(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const { policy, open, turn, emit } = context;
    const started = performance.now();
    const question = questionOf(state.messages);
    const [recall, passages] = await Promise.all([
      deps.memories.recall(policy, RECALL_LIMIT),
      knowledgeNear(question, context, deps),
    ]);
    const briefing = toBriefing(recall, { passages, open, question, sessionId: turn.sessionId });
    emit({
      type: "reasoning",
      tool: "memory",
      status: "completed",
      call_id: "memory",
      label: "Recalled what is known of you and of the question",
      results: recall.findings.length + recall.preferences.length + recall.context.length,
      ms: performance.now() - started,
    });
    const recalled = [...recall.preferences, ...recall.context, ...recall.findings];
    for (const memory of recalled.slice(0, SHOWN_LIMIT)) emit(toEvent(memory));
    return { briefing, rounds: 0, evidence: [], kept: [], warnings: [] };
  };
}

/** Knowledge is context here, not the answer: without it the turn goes on. */
async function knowledgeNear(
  question: string,
  { open, signal, turn }: NodeContext,
  deps: Deps,
): Promise<readonly Passage[]> {
  if (question.trim() === "") return [];
  try {
    return await open.knowledge.search(question, { topK: EXAMPLES, signal });
  } catch (thrown) {
    signal.throwIfAborted();
    deps.report(thrown, { node: "inject_memory", messageId: turn.messageId });
    return [];
  }
}

type Near = {
  readonly passages: readonly Passage[];
  readonly open: OpenWorkspace;
  readonly question: string;
  readonly sessionId: string;
};

function toBriefing(recall: Recall, { passages, open, question, sessionId }: Near): Briefing {
  return {
    preferences: recall.preferences.map(plain),
    findings: recall.findings.map(plain),
    context: recall.context.map(plain),
    sessions: recall.sessions.map(({ sessionId: id, date, topics, keyFindings }) => ({
      sessionId: id,
      date,
      topics: [...topics],
      keyFindings: [...keyFindings],
    })),
    passages: [...passages],
    verified: nearestVerified(question, open),
    sessionId,
  };
}

function plain({ kind, key, value, savedAt, sessionId }: Memory): Briefing["findings"][number] {
  return { kind, key, value, savedAt, ...(sessionId !== undefined && { sessionId }) };
}

/** Verified queries that share most words with the question. */
function nearestVerified(question: string, { workspace }: OpenWorkspace): Briefing["verified"] {
  const asked = wordsIn(question);
  return workspace.verifiedQueries
    .map(({ question: known, sql }) => ({
      question: known,
      sql,
      shared: [...wordsIn(known)].filter((word) => asked.has(word)).length,
    }))
    .filter(({ shared }) => shared > 0)
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, EXAMPLES)
    .map(({ question: known, sql }) => ({ question: known, sql }));
}

function wordsIn(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}

function toEvent({ kind, key, value }: Memory): MemoryEvent {
  return { type: "memory", action: "recalled", memory_type: kind, key, value };
}
