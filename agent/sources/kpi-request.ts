import { z } from "zod";
import { type Failure, fail, ok, type Result } from "../failure.ts";
import { addMonths } from "../semantic/dates.ts";
import { type KpiRequest, kpiPath } from "./metrics-api.ts";

export type KpiAttempt = {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly fetch: (url: string, init: { signal: AbortSignal }) => Promise<Response>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** The API does not work, however that shows. */
export const DOWN: Failure = { kind: "upstream", service: "Metrics API", retryable: true };

/** A figure a day for three years is a tenth of this; nobody reads on who sends more. */
const MOST_BYTES = 1_000_000;

const Body = z.object({
  points: z.array(z.object({ period: z.iso.date().nullable(), value: z.number().nullable() })),
  as_of: z.iso.date().nullable(),
});
export type KpiBody = z.infer<typeof Body>;

/**
 * One attempt. What the API says it does not have or take is its answer; everything else that is no answer to this request
 * is that it does not work. Never throws.
 */
export async function askOnce(
  request: KpiRequest,
  { baseUrl, fetch, timeoutMs, signal }: KpiAttempt,
): Promise<Result<KpiBody>> {
  try {
    const response = await fetch(`${baseUrl}${kpiPath(request)}`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (response.status === 404) return fail({ kind: "not-found", what: "KPI" });
    if (response.status === 400) {
      return fail({ kind: "bad-request", message: "The Metrics API does not take that question" });
    }
    if (!response.ok) return fail(DOWN);
    const parsed = Body.safeParse(JSON.parse(await readText(response)));
    return parsed.success && answers(request, parsed.data) ? ok(parsed.data) : fail(DOWN);
  } catch {
    // No connection, no answer in time, too much of one, or no JSON: all the same to whoever asks.
    return fail(DOWN);
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_BYTES) throw new Error("The answer is too long");
  }
  return text;
}

/** One figure for the whole time, or one for each period of it in order; periods may have begun before. */
function answers({ start, end, grain }: KpiRequest, { points }: KpiBody): boolean {
  if (!grain) return points.length <= 1 && points.every(({ period }) => period === null);
  const first = addMonths(start, -1);
  return points.every(({ period }, at) => {
    const before = at === 0 ? first : (points[at - 1]?.period ?? "");
    return period !== null && period > before && period < end;
  });
}
