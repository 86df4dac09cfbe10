import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Failure, fail, ok, type Result } from "../failure.ts";
import { createBoundedMap } from "../sql/bounded-map.ts";
import { createBreaker } from "./circuit-breaker.ts";
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
  readonly attempts?: number;
  readonly waitMs?: number;
  readonly nowMs?: () => number;
};

const REMEMBERED = 1000;
const DOWN: Failure = { kind: "upstream", service: "Metrics API", retryable: true };

const Answer = z.object({
  points: z.array(z.object({ period: z.iso.date().nullable(), value: z.number().nullable() })),
  as_of: z.iso.date().nullable(),
});

type Kept = { readonly answer: z.infer<typeof Answer>; readonly atMs: number };

/**
 * The Metrics API over HTTP: fresh answers from memory, each attempt with a deadline, what may pass tried again, a rest
 * after failures in a row, and the last known figures with their age while it does not answer.
 */
export function createMetricsClient(options: MetricsClientOptions): MetricsApi {
  const { nowMs = Date.now, attempts = 3, freshMs, staleMs } = options;
  const kept = createBoundedMap<string, Kept>(REMEMBERED);
  const breaker = createBreaker({ failures: 5, restMs: 30_000, nowMs });

  const retry = async (path: string, signal: AbortSignal): Promise<Result<Kept["answer"]>> => {
    for (let attempt = 1; breaker.allows(); attempt += 1) {
      const result = await tryOnce(path, { options, signal });
      if (!isDown(result)) {
        breaker.succeeded();
        return result;
      }
      breaker.failed();
      if (attempt >= attempts) break;
      await sleep((options.waitMs ?? 80) * 2 ** attempt * (0.5 + Math.random()), undefined, {
        signal,
      });
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
      const result = await retry(path, signal);
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

type Trying = { readonly options: MetricsClientOptions; readonly signal: AbortSignal };

/** What the API says it does not have or take is its answer; everything else is that it does not work. */
async function tryOnce(path: string, { options, signal }: Trying): Promise<Result<Kept["answer"]>> {
  const deadline = AbortSignal.timeout(options.timeoutMs ?? 1500);
  try {
    const response = await options.fetch(`${options.baseUrl}${path}`, {
      signal: AbortSignal.any([signal, deadline]),
    });
    if (response.status === 404) return fail({ kind: "not-found", what: "KPI" });
    if (response.status === 400) {
      return fail({ kind: "bad-request", message: "The Metrics API does not take that question" });
    }
    if (!response.ok) return fail(DOWN);
    const parsed = Answer.safeParse(await response.json());
    return parsed.success ? ok(parsed.data) : fail(DOWN);
  } catch {
    // No connection, no answer in time, or no JSON: all the same to whoever asks.
    signal.throwIfAborted();
    return fail(DOWN);
  }
}

function toAnswer({ answer }: Kept, ageMs: number, stale: boolean): KpiAnswer {
  return {
    points: answer.points,
    asOf: answer.as_of,
    ageSeconds: Math.round(ageMs / 1000),
    stale,
  };
}
