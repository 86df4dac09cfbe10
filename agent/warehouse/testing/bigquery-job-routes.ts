import { setTimeout as wait } from "node:timers/promises";
import { invalid } from "./bigquery-complaints.ts";
import type { Call, Context, Route } from "./bigquery-context.ts";
import { routePath } from "./bigquery-context.ts";
import {
  type JobBody,
  type JobConfiguration,
  jobResource,
  type QueryConfiguration,
  STOPPED,
  type StoredJob,
} from "./bigquery-jobs.ts";
import { readAsked, readResults } from "./bigquery-results.ts";

/** Jobs, and queries as jobs. */
export const JOB_ROUTES: readonly Route[] = [
  ["POST", routePath("/:/jobs"), insertJob],
  ["GET", routePath("/:/jobs"), listJobs],
  ["GET", routePath("/:/jobs/:"), getJob],
  ["POST", routePath("/:/jobs/:/cancel"), cancelJob],
  ["POST", routePath("/:/queries"), queryAtOnce],
  ["GET", routePath("/:/queries/:"), getResults],
];

function jobOf({ jobs }: Context, { ids: [project = "", jobId = ""] }: Call): StoredJob {
  return jobs.find(jobId, project);
}

async function insertJob({ jobs }: Context, { ids: [project = ""], body }: Call): Promise<object> {
  const asked = body as JobBody;
  if (asked.configuration?.query === undefined)
    throw invalid("Stand-in: only queries and uploads can be jobs");
  return jobResource(await jobs.query(asked, project));
}

const MOMENT_MS = 200;

/** Waits a moment, since `bq` asks only once a second. Who has seen it done does not find its results still missing. */
async function getJob(context: Context, call: Call): Promise<object> {
  const job = jobOf(context, call);
  await Promise.race([job.done, wait(MOMENT_MS, undefined, { ref: false })]);
  if (job.state === "DONE") job.polls++;
  return jobResource(job);
}

async function listJobs({ jobs }: Context): Promise<object> {
  const newestFirst = [...jobs.all.values()].reverse();
  const all = newestFirst.map((job) => ({ ...jobResource(job), state: job.state }));
  return { kind: "bigquery#jobList", jobs: all };
}

async function cancelJob(context: Context, call: Call): Promise<object> {
  const job = jobOf(context, call);
  job.controller.abort(STOPPED);
  return { kind: "bigquery#jobCancelResponse", job: jobResource(job) };
}

async function getResults(context: Context, call: Call): Promise<object> {
  return readResults(jobOf(context, call), readAsked(call.query), context.rules);
}

type AtOnce = QueryConfiguration &
  Pick<JobConfiguration, "dryRun" | "labels"> & {
    readonly timeoutMs?: number;
    readonly maxResults?: number;
    readonly formatOptions?: { readonly useInt64Timestamp?: boolean };
  };

/** `jobs.query`: a job and the first page of its results in one. */
async function queryAtOnce(
  { jobs, rules }: Context,
  { ids: [project = ""], body }: Call,
): Promise<object> {
  const {
    labels = {},
    dryRun = false,
    timeoutMs,
    maxResults,
    formatOptions,
    ...query
  } = body as AtOnce;
  const job = await jobs.query({ configuration: { labels, dryRun, query } }, project);
  const kind = "bigquery#queryResponse";
  if (dryRun) {
    const { plan, output } = job;
    const totalBytesProcessed = String(plan?.processedBytes ?? 0);
    return { kind, jobComplete: true, totalBytesProcessed, schema: { fields: output?.fields } };
  }
  const asked = readAsked(
    new URLSearchParams({
      ...(timeoutMs !== undefined && { timeoutMs: String(timeoutMs) }),
      ...(maxResults !== undefined && { maxResults: String(maxResults) }),
      "formatOptions.useInt64Timestamp": String(formatOptions?.useInt64Timestamp ?? false),
    }),
  );
  return { ...(await readResults(job, asked, rules)), kind };
}
