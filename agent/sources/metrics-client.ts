import { setTimeout as sleep } from "node:timers/promises";
import { fail, ok, type Result } from "../failure.ts";
import { createBoundedMap } from "../sql/bounded-map.ts";
import { createBreaker } from "./circuit-breaker.ts";
import { askOnce, DOWN, type KpiBody } from "./kpi-request.ts";
import { type KpiAnswer, type KpiRequest, kpiPath, type MetricsApi } from "./metrics-api.ts";

export type MetricsClientOptions = {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly fetch: (url: string, init: { signal: AbortSignal }) => Promise<Response>;
  readonly freshMs: number;
  /** How long figures are kept for the time that the API does not answer. */
  readonly staleMs: number;
  /** Of one attempt. */
  readonly timeoutMs?: number;
  /** Of all attempts: what takes longer keeps somebody waiting who could have the figure from elsewhere. */
  readonly budgetMs?: number;
  readonly attempts?: number;
  readonly waitMs?: number;
  readonly nowMs?: () => number;
};

const REMEMBERED = 1000;
const TIMEOUT_MS = 1000;
const BUDGET_MS = 2000;
type Kept = { readonly answer: KpiBody; readonly atMs: number };

/**
 * The Metrics API over HTTP: fresh answers from memory, each attempt with a deadline, what may pass tried again, a rest
 * after failures in a row, and the last known figures with their age while it does not answer.
 */
export function createMetricsClient(options: MetricsClientOptions): MetricsApi {
  const { nowMs = Date.now, attempts = 3, freshMs, staleMs } = options;
  const kept = createBoundedMap<string, Kept>(REMEMBERED);
  const breaker = createBreaker({ failures: 5, restMs: 30_000, nowMs });

  const { timeoutMs = TIMEOUT_MS, budgetMs = Math.max(BUDGET_MS, timeoutMs) } = options;

  const retry = async (request: KpiRequest, signal: AbortSignal): Promise<Result<KpiBody>> => {
    const inBudget = AbortSignal.any([signal, AbortSignal.timeout(budgetMs)]);
    for (let left = attempts; left > 0 && !inBudget.aborted && breaker.allows(); left -= 1) {
      const result = await askOnce(request, { ...options, timeoutMs, signal: inBudget });
      signal.throwIfAborted();
      if (!isDown(result)) {
        breaker.succeeded();
        return result;
      }
      breaker.failed();
      const waitMs = left > 1 ? (options.waitMs ?? 80) * 2 ** (attempts - left + 1) : 0;
      await sleep(waitMs * (0.5 + Math.random()), undefined, { signal: inBudget }).catch(() => {});
      signal.throwIfAborted();
    }
    return fail(DOWN);
  };

  return {
    read: async (request: KpiRequest, signal) => {
      signal.throwIfAborted();
      const path = kpiPath(request);
      const known = kept.get(path);
      const ageMs = known ? nowMs() - known.atMs : Number.POSITIVE_INFINITY;
      if (known && ageMs < freshMs) return ok(toAnswer(known, ageMs, false));
      const result = await retry(request, signal);
      if (result.ok) {
        const fresh = { answer: result.value, atMs: nowMs() };
        kept.set(path, fresh);
        return ok(toAnswer(fresh, 0, false));
      }
      return isDown(result) && known && ageMs < staleMs ? ok(toAnswer(known, ageMs, true)) : result;
    },
  };
}

function isDown(result: Result<unknown>): boolean {
  return !result.ok && result.failure.kind === "upstream";
}

function toAnswer({ answer }: Kept, ageMs: number, stale: boolean): KpiAnswer {
  return {
    points: answer.points,
    asOf: answer.as_of,
    ageSeconds: Math.round(ageMs / 1000),
    stale,
  };
}
