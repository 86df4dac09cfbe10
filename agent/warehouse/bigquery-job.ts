import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { untilAborted } from "../until-aborted.ts";
import { readError } from "./bigquery-errors.ts";
import type { Rest } from "./bigquery-rest.ts";
import type { WireJob, WireResults, WireRow, WireSchema } from "./bigquery-wire.ts";

/** A query as a job: what it may cost and take, and what it is labelled with. */
export type JobRequest = {
  readonly sql: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly maxRows: number;
};

/** `totalRows` counts the whole result, of which `rows` holds at most `maxRows`. */
export type JobResult = {
  readonly schema: WireSchema;
  readonly rows: readonly WireRow[];
  readonly totalRows: number;
  readonly processedBytes: number;
  readonly cached: boolean;
};

export type Jobs = {
  /** What the statement would do, without doing it. @throws as `Rest.call` does. */
  dryRun(sql: string, signal: AbortSignal): Promise<WireJob>;
  /** Runs it to its end. When `signal` aborts the job is cancelled. @throws as `Rest.call` does. */
  run(request: JobRequest, signal: AbortSignal): Promise<JobResult>;
  /** Resolves when every cancelling has been heard. Never throws. */
  settle(): Promise<void>;
};

/** How long the service holds on to a request for results that are not there yet. */
const POLL_MS = 10_000;
const MOST_PAUSE_MS = 500;
const CANCEL_MS = 5_000;

export function createJobs(rest: Rest): Jobs {
  const cancelling = new Set<Promise<unknown>>();

  const cancel = (jobId: string) => {
    const query = { location: rest.location };
    const asked = rest
      .call(
        { method: "POST", path: `/jobs/${jobId}/cancel`, query },
        AbortSignal.timeout(CANCEL_MS),
      )
      // It may have ended, or never begun; `jobTimeoutMs` and the limit of bytes stop it otherwise.
      .catch(() => {});
    cancelling.add(asked);
    void asked.finally(() => cancelling.delete(asked));
  };

  return {
    dryRun: (sql, signal) => {
      const body = {
        configuration: { dryRun: true, query: { query: sql, useLegacySql: false } },
        jobReference: { projectId: rest.project, location: rest.location },
      };
      return rest.call<WireJob>({ method: "POST", path: "/jobs", body }, signal);
    },
    run: async (request, signal) => {
      const jobId = `insight_${randomUUID()}`;
      const inserting = insert(rest, request, jobId);
      try {
        await untilAborted(inserting, signal);
        return await readResults(rest, { jobId, maxRows: request.maxRows }, signal);
      } catch (cause) {
        // A job that is only being made can be cancelled once it is there.
        if (signal.aborted)
          void inserting.then(
            () => cancel(jobId),
            () => {},
          );
        throw cause;
      }
    },
    settle: async () => {
      await Promise.all(cancelling);
    },
  };
}

/** Not stopped half way, since a job might be left that nobody knows of. */
async function insert(rest: Rest, request: JobRequest, jobId: string): Promise<void> {
  const body = {
    configuration: {
      labels: request.labels,
      jobTimeoutMs: String(request.timeoutMs),
      query: {
        query: request.sql,
        useLegacySql: false,
        maximumBytesBilled: String(request.maxBytes),
      },
    },
    jobReference: { projectId: rest.project, jobId, location: rest.location },
  };
  try {
    await rest.call(
      { method: "POST", path: "/jobs", body },
      AbortSignal.timeout(request.timeoutMs + CANCEL_MS),
    );
  } catch (cause) {
    // An attempt whose answer was lost has made the job.
    if (readError(cause).status !== 409) throw cause;
  }
}

type Wanted = { readonly jobId: string; readonly maxRows: number };

async function readResults(rest: Rest, wanted: Wanted, signal: AbortSignal): Promise<JobResult> {
  const first = await firstPage(rest, wanted, signal);
  const rows = [...(first.rows ?? [])];
  for (let next = first.pageToken; next !== undefined && rows.length < wanted.maxRows; ) {
    const page = await readPage(rest, { ...wanted, pageToken: next, got: rows.length }, signal);
    rows.push(...(page.rows ?? []));
    next = page.pageToken;
  }
  return {
    schema: first.schema ?? {},
    rows: rows.slice(0, wanted.maxRows),
    totalRows: Number(first.totalRows ?? rows.length),
    processedBytes: Number(first.totalBytesProcessed ?? 0),
    cached: first.cacheHit ?? false,
  };
}

async function firstPage(rest: Rest, wanted: Wanted, signal: AbortSignal): Promise<WireResults> {
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 2, MOST_PAUSE_MS)) {
    const page = await readPage(rest, { ...wanted, got: 0 }, signal);
    if (page.jobComplete) return page;
    await untilAborted(wait(pauseMs), signal);
  }
}

type Page = Wanted & { readonly pageToken?: string; readonly got: number };

function readPage(
  rest: Rest,
  { jobId, maxRows, pageToken, got }: Page,
  signal: AbortSignal,
): Promise<WireResults> {
  const query = {
    location: rest.location,
    maxResults: maxRows - got,
    timeoutMs: POLL_MS,
    "formatOptions.useInt64Timestamp": true,
    ...(pageToken !== undefined && { pageToken }),
  };
  return rest.call({ method: "GET", path: `/queries/${jobId}`, query }, signal);
}
