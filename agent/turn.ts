import { HumanMessage } from "@langchain/core/messages";
import type { Deps } from "./deps.ts";
import type { ErrorEvent, TurnEvent } from "./events.ts";
import { type Failure, isRetryable, toFailure, toWords } from "./failure.ts";
import { tagged } from "./governance/own-messages.ts";
import { type GovernedTurn, isUnwritten, startTurn, written } from "./governance/start-turn.ts";
import { buildGraph } from "./graph.ts";
import { citationsIn } from "./grounding/grade.ts";
import type { Policy } from "./policy.ts";
import { guardConversations } from "./store/checkpoint-guard.ts";
import { type Facts, type Note, streamInSpan } from "./telemetry.ts";
import { NOTHING_SPENT, type TurnUpdate } from "./turn-state.ts";
import { untilAborted } from "./until-aborted.ts";

/** A question to answer in a session. `messageId` is the client's UUID. */
export type TurnInput = {
  readonly policy: Policy;
  readonly sessionId: string;
  readonly messageId: string;
  readonly content: string;
};

/** Supersteps of the longest turn: 6 rounds of plan and tools and 3 of the stand-in, and the other nodes. */
const RECURSION_LIMIT = 28;

const NOT_STORED = "This turn could not be stored; the next question will not know of it";

/** How long the end of a turn waits for a store that does not answer. */
const STORING_MS = 2_000;

const compiled = new WeakMap<Deps, ReturnType<typeof compile>>();

function compile(deps: Deps) {
  const { checkpoints, stored } = guardConversations(deps.checkpoints);
  const graph = buildGraph(deps).compile({ checkpointer: checkpoints, name: "insight-agent" });
  return { graph, stored };
}

function compiledFor(deps: Deps): ReturnType<typeof compile> {
  const found = compiled.get(deps) ?? compile(deps);
  compiled.set(deps, found);
  return found;
}

/**
 * One question to its end. The first event comes before any work; the last is exactly one `done` or `error`.
 * Never throws: `signal` ends the turn with an `error` event of code `cancelled`.
 */
export function runTurn(
  input: TurnInput,
  deps: Deps,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  const facts = {
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.agent.name": "insight-agent",
    "insight.turn_id": input.messageId,
    "insight.workspace": input.policy.workspace,
    "insight.role": input.policy.role,
  };
  return streamInSpan("invoke_agent insight-agent", facts, (note) =>
    noteEnd(answer(input, deps, signal), note),
  );
}

/** Tells how the turn ended, in numbers and kinds. */
async function* noteEnd(events: AsyncIterable<TurnEvent>, note: Note): AsyncGenerator<TurnEvent> {
  for await (const event of events) {
    note(endFacts(event));
    yield event;
  }
}

function endFacts(event: TurnEvent): Facts {
  if (event.type === "error") return { "error.type": event.code };
  if (event.type !== "done") return {};
  const { usage, grade, warnings } = event;
  return {
    "gen_ai.usage.input_tokens": usage.input_tokens,
    "gen_ai.usage.output_tokens": usage.output_tokens,
    "insight.cost_usd": usage.cost_usd,
    "insight.warehouse.bytes": usage.warehouse_bytes,
    "insight.grade": grade,
    "insight.warnings": warnings.length,
  };
}

async function* answer(
  input: TurnInput,
  deps: Deps,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  yield {
    type: "reasoning",
    tool: "memory",
    status: "started",
    call_id: "memory",
    label: "Recalling what is known",
  };
  const deadline = AbortSignal.timeout(deps.config.limits.turnTimeoutMs);
  const endsAtMs = Date.now() + deps.config.limits.turnTimeoutMs;
  const run = { deps, signal, deadline, endsAtMs };
  try {
    yield* streamTurn(input, run);
  } catch (thrown) {
    yield toErrorEvent(thrown, input, run);
  }
}

/** A step of the trace tells of the data when it counts what it found. */
function tellsData(event: TurnEvent): boolean {
  return event.type !== "reasoning" || (event.results ?? 0) > 0;
}

type Run = {
  readonly deps: Deps;
  /** Of the caller. */
  readonly signal: AbortSignal;
  /** The turn's own. */
  readonly deadline: AbortSignal;
  /** When that aborts, in Unix time. */
  readonly endsAtMs: number;
};

async function* streamTurn(input: TurnInput, run: Run): AsyncGenerator<TurnEvent> {
  const started = performance.now();
  const { messageId } = input;
  const end: TurnUpdate = {};
  let firstTokenMs: number | null = null;
  const governed = await startTurn(input, run.deps);
  const heard = AbortSignal.any([run.signal, run.deadline]);
  try {
    for await (const event of runGraph(input, { ...run, governed }, end)) {
      // What was read is written down before it is told.
      if (tellsData(event)) await written(governed.trail, heard);
      if (event.type === "content") firstTokenMs ??= performance.now() - started;
      yield event;
    }
  } catch (thrown) {
    // The answer is there and bound: it stands, whatever became of storing it.
    if (!end.answer || run.signal.aborted || isUnwritten(thrown)) throw thrown;
    run.deps.report(thrown, { messageId });
    end.warnings = [...(end.warnings ?? []), NOT_STORED];
  }
  await written(governed.trail, heard);
  yield toDoneEvent(end, { messageId, firstTokenMs, ms: performance.now() - started });
}

/** Events as the nodes emit them; `end` gathers what each of them leaves. */
async function* runGraph(
  input: TurnInput,
  run: GovernedRun,
  end: TurnUpdate,
): AsyncGenerator<TurnEvent> {
  try {
    for await (const [mode, chunk] of await openStream(input, run)) {
      if (mode === "custom") yield chunk;
      else for (const update of Object.values(chunk)) Object.assign(end, update);
    }
  } finally {
    await whenStored(input, run);
  }
}

/** A turn that was stopped has ended once the next one can go on from it. */
async function whenStored({ sessionId }: TurnInput, { deps }: Run): Promise<void> {
  const patience = AbortSignal.timeout(STORING_MS);
  // A store that hangs holds nobody up: the turn has ended in any case.
  await untilAborted(compiledFor(deps).stored(sessionId), patience).catch(() => {});
}

type GovernedRun = Run & { readonly governed: GovernedTurn };

function openStream(
  { policy, sessionId, messageId }: TurnInput,
  { deps, signal, deadline, endsAtMs, governed }: GovernedRun,
) {
  const { content, trail, grant } = governed;
  return compiledFor(deps).graph.stream(
    { messages: [new HumanMessage({ content, id: messageId, ...tagged(grant) })] },
    {
      configurable: { thread_id: sessionId },
      context: { ...policy, sessionId, messageId, endsAtMs, trail },
      durability: "exit",
      recursionLimit: RECURSION_LIMIT,
      signal: AbortSignal.any([signal, deadline]),
      streamMode: ["custom", "updates"],
    },
  );
}

type Timing = {
  readonly messageId: string;
  readonly firstTokenMs: number | null;
  readonly ms: number;
};

function toDoneEvent(end: TurnUpdate, { messageId, firstTokenMs, ms }: Timing): TurnEvent {
  const spent = end.spent ?? NOTHING_SPENT;
  return {
    type: "done",
    message_id: messageId,
    suggested_followups: [...(end.answer?.followups ?? [])],
    grade: end.answer?.grade ?? "none",
    citations: citationsIn(end.answer?.text ?? "", end.evidence ?? []),
    usage: {
      input_tokens: spent.inputTokens,
      output_tokens: spent.outputTokens,
      cost_usd: spent.costUsd,
      ...(end.conversationCostUsd !== undefined && {
        conversation_cost_usd: end.conversationCostUsd,
      }),
      warehouse_bytes: spent.warehouseBytes,
      first_token_ms: firstTokenMs,
      ms,
    },
    warnings: [...(end.warnings ?? [])],
  };
}

/** The cause is reported once, here; the person sees words. */
function toErrorEvent(thrown: unknown, { messageId }: TurnInput, run: Run): ErrorEvent {
  const failure = whyEnded(thrown, run);
  if (failure.kind !== "cancelled") run.deps.report(thrown, { messageId });
  return {
    type: "error",
    code: failure.kind,
    message: toWords(failure),
    retryable: isRetryable(failure),
  };
}

function whyEnded(thrown: unknown, { deps, signal, deadline }: Run): Failure {
  if (signal.aborted) return { kind: "cancelled" };
  if (deadline.aborted) {
    return { kind: "timed-out", what: "answer", afterMs: deps.config.limits.turnTimeoutMs };
  }
  const failure = toFailure(thrown);
  // Nobody stopped this turn: something beneath it gave up.
  return failure.kind === "cancelled" ? { kind: "internal" } : failure;
}
