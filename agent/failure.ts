/** What a service suffers from, where that is known. */
type Trouble = "no-answer" | "full" | "locked";

/** Why something did not work, in kinds that a caller can act on. Never carries a stack or a cause. */
export type Failure =
  | { kind: "bad-request"; message: string }
  | { kind: "not-found"; what: string }
  | { kind: "gone"; message: string }
  | { kind: "conflict"; message: string }
  | { kind: "busy"; message: string }
  | { kind: "query-rejected"; reason: string }
  /** Who asks may not know it; `message` says so, and names nothing that is hidden. */
  | { kind: "denied"; message: string }
  | { kind: "query-too-large"; costUsd: number; limitUsd: number }
  | { kind: "over-budget"; spentUsd: number; limitUsd: number }
  /** `no-answer`: it was reached, but said nothing that can be used; `full` and `locked` are troubles of a store. `retryAfterMs` is how long it asked to wait. */
  | {
      kind: "upstream";
      service: string;
      retryable: boolean;
      trouble?: Trouble;
      retryAfterMs?: number;
    }
  /** `afterMs` is 0 where nobody knows. */
  | { kind: "timed-out"; what: string; afterMs: number }
  | { kind: "cancelled" }
  | { kind: "internal" };

/** An expected outcome as a value: the thing, or why not. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail<T = never>(failure: Failure): Result<T> {
  return { ok: false, failure };
}

/** The one error class that knows its kind; everything else that is thrown becomes `internal`. */
export class TurnError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(toWords(failure), options);
    this.name = "TurnError";
    this.failure = failure;
  }
}

/** Never throws. An abort becomes `cancelled`, a timeout `timed-out`, the unknown `internal`. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof TurnError) return thrown.failure;
  if (isNamed(thrown, "TimeoutError")) return { kind: "timed-out", what: "request", afterMs: 0 };
  if (isNamed(thrown, "AbortError")) return { kind: "cancelled" };
  return { kind: "internal" };
}

function isNamed(thrown: unknown, name: string): boolean {
  return thrown instanceof Error && thrown.name === name;
}

/** True when the same request may succeed later without a change. */
export function isRetryable(failure: Failure): boolean {
  switch (failure.kind) {
    case "upstream":
      return failure.retryable;
    case "busy":
    case "timed-out":
    case "cancelled":
    case "internal":
      return true;
    case "bad-request":
    case "not-found":
    case "gone":
    case "conflict":
    case "query-rejected":
    case "denied":
    case "query-too-large":
    case "over-budget":
      return false;
  }
}

/** One sentence for a person, without a full stop. No engine text, no stack. */
export function toWords(failure: Failure): string {
  switch (failure.kind) {
    case "bad-request":
    case "gone":
    case "conflict":
    case "busy":
    case "denied":
      return failure.message;
    case "not-found":
      return `Cannot find ${failure.what}`;
    case "query-rejected":
      return "The warehouse refused a query";
    case "query-too-large":
      return `The query would cost $${failure.costUsd.toFixed(2)}, above the limit of $${failure.limitUsd.toFixed(2)} a query; ask about a shorter period`;
    case "over-budget":
      return `This conversation has used $${failure.spentUsd.toFixed(2)} of its $${failure.limitUsd.toFixed(2)}; start a new conversation to go on`;
    case "upstream":
      return `The ${failure.service} ${failure.trouble ? TROUBLES[failure.trouble] : "cannot be reached at the moment"}`;
    case "timed-out":
      return `The ${failure.what} took ${longerThan(failure.afterMs)} and was stopped`;
    case "cancelled":
      return "The turn was stopped";
    case "internal":
      return "Something went wrong on our side";
  }
}

const TROUBLES: Readonly<Record<Trouble, string>> = {
  "no-answer": "gave no answer that can be used",
  full: "has no room left; what it holds is safe, and it keeps more once there is room",
  locked: "is held by another process; what it holds is safe",
};

function longerThan(ms: number): string {
  return ms > 0 ? `longer than ${ms / 1000} s` : "too long";
}
