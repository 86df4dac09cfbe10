import type { ErrorEvent, TurnEvent } from "../../agent/events.ts";
import { type Frame, readFrames } from "./event-stream.ts";
import { ApiError } from "./http.ts";

/** What comes of following a turn: its events, each once, and word of the line when it breaks. */
export type Happening =
  | { readonly kind: "event"; readonly event: TurnEvent }
  | { readonly kind: "lost"; readonly retryInMs: number; readonly attempt: number }
  | { readonly kind: "connected" };

/** The ways to a turn's events. Each gives a response of status 2xx or throws an `ApiError`. */
export type TurnLine = {
  /** Asks the question, or finds the turn again when it was asked before. */
  readonly ask: (signal: AbortSignal) => Promise<Response>;
  /** Events after `lastEventId`, or all of them. */
  readonly attach: (signal: AbortSignal, lastEventId: string | undefined) => Promise<Response>;
  /** Resolves after `ms`, or sooner when there is reason to think that the line is back. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;
/** The service answers, yet says nothing new and never ends, or fails: after so many times in a row it is broken. */
const EMPTY_ENDINGS = 6;

/**
 * Follows a turn to its end across lost lines, restarts and sleep. Always ends with one `done` or `error` event,
 * except when `signal` aborts: then it just ends. Never throws.
 */
export async function* followTurn(
  line: TurnLine,
  start: Mode,
  signal: AbortSignal,
): AsyncGenerator<Happening> {
  const seen = createSeen();
  const retries = createRetries(start);
  const attach = (s: AbortSignal) => line.attach(s, seen.lastId());
  while (!signal.aborted) {
    const before = seen.count();
    const connect = retries.mode() === "ask" ? line.ask : attach;
    const { over, problem } = yield* listen(connect, seen, signal);
    if (over || signal.aborted) return;
    const retry = retries.next(seen.count() > before, problem);
    if (retry === undefined) {
      yield { kind: "event", event: toErrorEvent(problem) };
      return;
    }
    yield { kind: "lost", ...retry };
    await line.wait(retry.retryInMs, signal);
  }
}

type Mode = "ask" | "attach";
type Ending = { readonly over: boolean; readonly problem?: ApiError };

/** One connection, until the turn is over or the line breaks. Never throws. */
async function* listen(
  connect: (signal: AbortSignal) => Promise<Response>,
  seen: Seen,
  signal: AbortSignal,
): AsyncGenerator<Happening, Ending> {
  try {
    const response = await connect(signal);
    yield { kind: "connected" };
    for await (const frame of readFrames(response)) {
      if (!seen.isNew(frame)) continue;
      yield { kind: "event", event: frame.event };
      if (isLast(frame.event)) return { over: true };
    }
    return { over: false };
  } catch (thrown) {
    return { over: false, problem: toProblem(thrown) };
  }
}

function createRetries(start: Mode) {
  let mode = start;
  let attempt = 0;
  let emptyEndings = 0;
  return {
    mode: () => mode,
    /** When to try again; undefined when there is no use in it. */
    next: (progressed: boolean, problem: ApiError | undefined) => {
      attempt = progressed ? 1 : attempt + 1;
      emptyEndings = progressed || isAway(problem) ? 0 : emptyEndings + 1;
      const next = emptyEndings < EMPTY_ENDINGS ? nextMode(problem, mode, start) : undefined;
      if (next === undefined) return undefined;
      mode = next;
      const retryInMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1));
      return { attempt, retryInMs };
    },
  };
}

/** A question that never arrived is asked again, under the same id; any other refusal is final. */
function nextMode(problem: ApiError | undefined, mode: Mode, start: Mode): Mode | undefined {
  if (problem === undefined || isAway(problem)) return "attach";
  if (mode === "ask") return problem.status === 429 ? "ask" : undefined;
  // The answer may be whole although it cannot be given just now.
  if (problem.retryable && (problem.status === 500 || problem.status === 429)) return "attach";
  return problem.status === 404 && start === "ask" ? "ask" : undefined;
}

/** It is the line or the service as a whole that is not there. */
function isAway(problem: ApiError | undefined): boolean {
  return problem !== undefined && (problem.status === 0 || problem.status >= 502);
}

type Seen = ReturnType<typeof createSeen>;

function createSeen() {
  let lastN = 0;
  let id: string | undefined;
  let count = 0;
  return {
    lastId: () => id,
    count: () => count,
    /** The last event of a turn is always news, whatever its number: a turn cut short has fewer than were seen. */
    isNew: ({ n, id: frameId, event }: Frame) => {
      if (n !== undefined && n <= lastN && !isLast(event)) return false;
      if (n !== undefined) lastN = n;
      if (frameId !== "") id = frameId;
      count += 1;
      return true;
    },
  };
}

function isLast({ type }: TurnEvent): boolean {
  return type === "done" || type === "error";
}

function toProblem(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError({
    code: "internal",
    message: "Something went wrong in this page",
    retryable: true,
    status: 500,
  });
}

function toErrorEvent(problem: ApiError | undefined): ErrorEvent {
  return {
    type: "error",
    code: problem?.code ?? "offline",
    message: problem?.message ?? "The answer broke off and could not be picked up again",
    retryable: problem?.retryable ?? true,
  };
}
