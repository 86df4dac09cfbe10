import type { GeminiFault } from "../../agent/testing/gemini-reply.ts";
import type { GeminiStandIn } from "../../agent/testing/gemini-stand-in.ts";
import type { Fault } from "../../agent/warehouse/testing/bigquery-faults.ts";
import type { BigqueryStandIn } from "../../agent/warehouse/testing/bigquery-stand-in.ts";
import type { CuttingProxy } from "./cutting-proxy.ts";

/** What can be broken. */
export type Breakable = {
  readonly google: Pick<GeminiStandIn, "play" | "reset">;
  readonly bigquery: Pick<BigqueryStandIn, "inject" | "mend">;
  readonly firestore: Pick<CuttingProxy, "cut">;
};

const GEMINI: readonly GeminiFault[] = [
  { fault: "status", status: 429, retryAfter: "0" },
  { fault: "status", status: 503 },
  { fault: "cut", after: 0 },
  { fault: "cut", after: 3 },
  { fault: "short", after: 2 },
  { fault: "wrong-json", after: 2 },
  { fault: "blocked" },
  { fault: "no-candidates" },
  { fault: "finish", reason: "MAX_TOKENS", after: 2 },
  { fault: "finish", reason: "MALFORMED_FUNCTION_CALL", message: "print(query_bigquery(" },
];

const JOBS = /\/jobs$/;
const RESULTS = /\/queries\//;
const BIGQUERY: readonly Fault[] = [
  { path: JOBS, what: error(503, "backendError") },
  { path: JOBS, what: { ...error(429, "rateLimitExceeded"), retryAfterSeconds: 0 } },
  { path: JOBS, what: { kind: "cut" } },
  { path: JOBS, what: { kind: "lost" } },
  { path: RESULTS, what: error(500, "internalError") },
  { path: RESULTS, what: { kind: "cut" } },
  { path: RESULTS, what: { kind: "page", text: "<html>Bad gateway</html>" } },
];

function error(status: number, reason: string) {
  return { kind: "error", status, reason, message: "For a moment" } as const;
}

export type Breaker = {
  /** Breaks the next thing: in turn Gemini, BigQuery and Firestore, each in the next of its ways. */
  breakNext(): void;
  /** Takes back what has befallen nobody. */
  mend(): void;
};

export function createBreaker({ google, bigquery, firestore }: Breakable): Breaker {
  let calls = 0;
  const breakNext = () => {
    const round = Math.floor(calls / 3);
    const which = calls % 3;
    calls += 1;
    if (which === 0) google.play(...pick(GEMINI, round));
    if (which === 1) for (const fault of pick(BIGQUERY, round)) bigquery.inject(fault);
    if (which === 2) firestore.cut();
  };
  const mend = () => {
    google.reset();
    bigquery.mend();
  };
  return { breakNext, mend };
}

function pick<T>(all: readonly T[], round: number): readonly T[] {
  return all.slice(round % all.length, (round % all.length) + 1);
}
