import { type Failure, isRetryable, TurnError, toFailure, toWords } from "./failure.ts";

const ALL: readonly (readonly [Failure, string, boolean])[] = [
  [{ kind: "bad-request", message: "No question" }, "No question", false],
  [{ kind: "not-found", what: "session" }, "Cannot find session", false],
  [{ kind: "gone", message: "Too old" }, "Too old", false],
  [{ kind: "conflict", message: "Taken" }, "Taken", false],
  [{ kind: "busy", message: "Wait" }, "Wait", true],
  [{ kind: "query-rejected", reason: "engine words" }, "The warehouse refused a query", false],
  [
    { kind: "query-too-large", costUsd: 4.2, limitUsd: 1 },
    "The query would cost $4.20, above the limit of $1.00 a query; ask about a shorter period",
    false,
  ],
  [
    { kind: "over-budget", spentUsd: 0.512, limitUsd: 0.5 },
    "This conversation has used $0.51 of its $0.50; start a new conversation to go on",
    false,
  ],
  [
    { kind: "upstream", service: "store", retryable: true },
    "The store cannot be reached at the moment",
    true,
  ],
  [
    { kind: "upstream", service: "language model", retryable: false },
    "The language model cannot be reached at the moment",
    false,
  ],
  [
    { kind: "timed-out", what: "answer", afterMs: 30_000 },
    "The answer took longer than 30 s and was stopped",
    true,
  ],
  [
    { kind: "timed-out", what: "request", afterMs: 0 },
    "The request took too long and was stopped",
    true,
  ],
  [{ kind: "cancelled" }, "The turn was stopped", true],
  [{ kind: "internal" }, "Something went wrong on our side", true],
];

test.each(ALL)("toWords() and isRetryable() tell of %j", (failure, words, retryable) => {
  expect(toWords(failure)).toBe(words);
  expect(isRetryable(failure)).toBe(retryable);
  expect(new TurnError(failure).message).toBe(words);
});

test.each<[string, unknown, Failure]>([
  ["its own", new TurnError({ kind: "cancelled" }), { kind: "cancelled" }],
  ["an abort", AbortSignal.abort().reason, { kind: "cancelled" }],
  [
    "a timeout",
    new DOMException("late", "TimeoutError"),
    { kind: "timed-out", what: "request", afterMs: 0 },
  ],
  ["an error", new Error("secret"), { kind: "internal" }],
  ["a text", "secret", { kind: "internal" }],
  ["nothing", undefined, { kind: "internal" }],
])("toFailure() knows %s", (_, thrown, failure) => {
  expect(toFailure(thrown)).toEqual(failure);
});
