import { setTimeout as wait } from "node:timers/promises";
import { encodeRow, type TimestampFormat } from "./bigquery-encode.ts";
import type { StoredJob } from "./bigquery-jobs.ts";

export type ResultsAsked = {
  readonly timeoutMs: number;
  readonly maxResults: number;
  readonly startIndex: number;
  readonly pageToken: string | undefined;
  readonly timestamps: TimestampFormat;
};

/** What the parameters of a request for rows say. */
export function readAsked(query: URLSearchParams): ResultsAsked {
  const format = query.get("formatOptions.timestampOutputFormat");
  const useInt64 = query.get("formatOptions.useInt64Timestamp") === "true";
  const known: TimestampFormat =
    format === "ISO8601_STRING" || format === "INT64" ? format : "FLOAT64";
  return {
    timeoutMs: Number(query.get("timeoutMs") ?? 10_000),
    maxResults: Number(query.get("maxResults") ?? Number.POSITIVE_INFINITY),
    startIndex: Number(query.get("startIndex") ?? 0),
    pageToken: query.get("pageToken") ?? undefined,
    timestamps: useInt64 ? "INT64" : known,
  };
}

export type PageRules = {
  /** Rows that a page holds at most, however many are asked for. */
  readonly pageRows: number;
  /** Whether the first request for a job's results finds it still running. */
  readonly incompleteFirst: boolean;
};

/** The results of a job, or that it is still running. @throws {ApiError} of a job that failed. */
export async function readResults(
  job: StoredJob,
  asked: ResultsAsked,
  rules: PageRules,
): Promise<object> {
  const { projectId, jobId, location } = job;
  const head = {
    kind: "bigquery#getQueryResultsResponse",
    jobReference: { projectId, jobId, location },
  };
  job.polls++;
  const incomplete = { ...head, jobComplete: false };
  if (rules.incompleteFirst && job.polls === 1) return incomplete;
  const stop = new AbortController();
  await Promise.race([
    job.done,
    wait(asked.timeoutMs, undefined, { signal: stop.signal }).catch(() => {}),
  ]);
  stop.abort();
  if (job.state !== "DONE") return incomplete;
  if (job.error !== undefined) throw job.error;
  const { fields = [], rows = [] } = job.output ?? {};
  return {
    ...head,
    jobComplete: true,
    schema: { fields },
    totalRows: String(rows.length),
    totalBytesProcessed: String(job.plan?.processedBytes ?? 0),
    cacheHit: false,
    ...pageOf(rows, fields, { asked, pageRows: rules.pageRows }),
  };
}

/** Some of the rows, and a token where there are more. */
export function pageOf(
  rows: readonly (readonly unknown[])[],
  fields: Parameters<typeof encodeRow>[1],
  { asked, pageRows }: { readonly asked: ResultsAsked; readonly pageRows: number },
): object {
  const from = asked.pageToken === undefined ? asked.startIndex : Number(atob(asked.pageToken));
  const page = rows.slice(from, from + Math.min(asked.maxResults, pageRows));
  const next = from + page.length;
  return {
    ...(page.length > 0 && { rows: page.map((row) => encodeRow(row, fields, asked.timestamps)) }),
    ...(next < rows.length && page.length > 0 && { pageToken: btoa(String(next)) }),
  };
}
