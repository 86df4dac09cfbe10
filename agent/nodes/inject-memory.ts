import type { Briefing } from "../briefing.ts";
import type { Deps, OpenWorkspace } from "../deps.ts";
import type { MemoryEvent, Passage } from "../events.ts";
import type { Memory, Recall } from "../store/memories.ts";
import { questionOf, type TurnState, type TurnUpdate } from "../turn-state.ts";
import { untilAborted, withDeadline } from "../until-aborted.ts";
import { chooseMemories } from "./choose-memories.ts";
import { compactMessages } from "./compact-messages.ts";
import { contextOf, type NodeContext, type NodeRuntime } from "./node-context.ts";

/** A list as long as this holds all that is kept of one kind. */
const ALL = 500;
/** Recalled entries that are shown in the trace. */
const SHOWN_LIMIT = 5;
/** Verified queries and passages that go along as examples and context. */
const EXAMPLES = 3;
/** How long the question waits for either; a store at work answers in milliseconds. */
const PATIENCE_MS = 5_000;

const RECALLING = "Recalling what is known";
const NO_MEMORY = "What is known of you could not be read; this answer does without it";
const NO_KNOWLEDGE = "The company's documents could not be searched beforehand";
const NOTHING_KNOWN: Recall = { preferences: [], findings: [], context: [], sessions: [] };

/** Before the model sees the question: what is known of the user, and what knowledge and verified queries lie near it. */
export function injectMemory(deps: Deps) {
  return async (state: TurnState, runtime: NodeRuntime): Promise<TurnUpdate> => {
    const context = contextOf(runtime, deps);
    const { open, turn, emit } = context;
    const started = performance.now();
    const question = questionOf(state.messages);
    const [recall, passages] = await Promise.all([
      recallOf(context, deps),
      knowledgeNear(question, context, deps),
    ]);
    const known = chooseMemories(recall ?? NOTHING_KNOWN, question);
    const step = { type: "reasoning", tool: "memory", call_id: "memory" } as const;
    const ms = performance.now() - started;
    if (recall) emit({ ...step, status: "completed", ms, ...describeRecall(known) });
    else emit({ ...step, status: "failed", ms, label: RECALLING, error: NO_MEMORY });
    const recalled = [...known.preferences, ...known.context, ...known.findings];
    for (const memory of recalled.slice(0, SHOWN_LIMIT)) emit(toEvent(memory));
    const near = { passages: passages ?? [], open, question, sessionId: turn.sessionId };
    return {
      messages: compactMessages(state.messages),
      briefing: toBriefing(known, near),
      rounds: 0,
      evidence: [],
      denials: [],
      notes: [],
      kept: [],
      warnings: [...(recall ? [] : [NO_MEMORY]), ...(passages ? [] : [NO_KNOWLEDGE])],
    };
  };
}

/** Undefined when the store does not say in time: the question can be answered without it. */
function recallOf(context: NodeContext, deps: Deps): Promise<Recall | undefined> {
  return unlessBroken(() => context.gate.memories.recall(context.policy, ALL), context, deps);
}

/** Undefined when it cannot be searched. Knowledge is context here, not the answer: without it the turn goes on. */
function knowledgeNear(
  question: string,
  context: NodeContext,
  deps: Deps,
): Promise<readonly Passage[] | undefined> {
  if (question.trim() === "") return Promise.resolve([]);
  const { knowledge } = context.gate;
  const search = (signal: AbortSignal) => knowledge.search(question, { topK: EXAMPLES, signal });
  return unlessBroken(search, context, deps);
}

/** What `work` gives; undefined, and reported, when it throws or takes too long. */
async function unlessBroken<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { signal, turn }: NodeContext,
  deps: Deps,
): Promise<T | undefined> {
  const either = withDeadline(signal, Math.min(PATIENCE_MS, deps.config.limits.toolTimeoutMs));
  try {
    return await untilAborted(work(either), either);
  } catch (thrown) {
    signal.throwIfAborted();
    deps.report(thrown, { node: "inject_memory", messageId: turn.messageId });
    return undefined;
  }
}

function describeRecall({ findings, preferences, context }: Recall) {
  return {
    label: "Recalled what is known of you and of the question",
    results: findings.length + preferences.length + context.length,
  };
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

function plain(memory: Memory): Briefing["findings"][number] {
  const { kind, key, value, savedAt, sessionId, replaced } = memory;
  return {
    kind,
    key,
    value,
    savedAt,
    ...(sessionId !== undefined && { sessionId }),
    ...(replaced && { replaced }),
  };
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
