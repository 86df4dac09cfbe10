import { randomUUID } from "node:crypto";
import type { WireError, WireField } from "../bigquery-wire.ts";
import { ApiError, jobError, notFound } from "./bigquery-complaints.ts";
import type { Output, Plan, StandInEngine } from "./bigquery-engine.ts";

export type QueryConfiguration = {
  readonly query?: string;
  readonly maximumBytesBilled?: string;
  readonly defaultDataset?: { readonly datasetId?: string };
};

export type JobConfiguration = {
  readonly dryRun?: boolean;
  readonly jobTimeoutMs?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly query?: QueryConfiguration;
  readonly load?: Readonly<Record<string, unknown>>;
};

export type JobBody = {
  readonly configuration?: JobConfiguration;
  readonly jobReference?: { readonly jobId?: string; readonly location?: string };
};

/** A job from its beginning on. `done` never rejects. */
export type StoredJob = {
  readonly projectId: string;
  readonly jobId: string;
  readonly location: string;
  readonly configuration: JobConfiguration;
  readonly plan?: Plan;
  readonly controller: AbortController;
  readonly createdMs: number;
  state: "RUNNING" | "DONE";
  output?: Output;
  loadedRows?: number;
  error?: ApiError;
  endedMs?: number;
  /** Times that its results were asked for. */
  polls: number;
  done: Promise<void>;
};

export type JobStore = {
  readonly all: Map<string, StoredJob>;
  /** @throws {ApiError} `notFound`. */
  find(jobId: string, project: string): StoredJob;
  /** Checks and starts a query. @throws {ApiError} as BigQuery refuses it at once. */
  query(body: JobBody, project: string): Promise<StoredJob>;
  /** A job that is whatever `work` does, which gives the rows that it loaded. */
  start(body: JobBody, project: string, work: () => Promise<number>): StoredJob;
};

export const STOPPED = new ApiError(
  400,
  "stopped",
  "Job execution was cancelled: User requested cancellation",
);

export function createJobStore(engine: StandInEngine, location: string): JobStore {
  const all = new Map<string, StoredJob>();

  const add = (body: JobBody, project: string, plan?: Plan): StoredJob => {
    const { configuration = {}, jobReference } = body;
    const jobId = jobReference?.jobId ?? `job_${randomUUID()}`;
    if (all.has(jobId))
      throw new ApiError(409, "duplicate", `Already Exists: Job ${project}:${location}.${jobId}`);
    const job: StoredJob = {
      projectId: project,
      jobId,
      location,
      configuration,
      ...(plan && { plan }),
      controller: new AbortController(),
      createdMs: Date.now(),
      state: "RUNNING",
      polls: 0,
      done: Promise.resolve(),
    };
    // A dry run leaves no job behind.
    if (configuration.dryRun !== true) all.set(jobId, job);
    return job;
  };

  const run = (job: StoredJob, work: (signal: AbortSignal) => Promise<void>) => {
    const timeoutMs = Number(job.configuration.jobTimeoutMs ?? 0);
    const { signal } = job.controller;
    const timer = setTimeout(
      () => job.controller.abort(timedOut(timeoutMs)),
      timeoutMs || 2 ** 31 - 1,
    );
    job.done = work(signal)
      .catch((cause: unknown) => {
        const broken = new ApiError(500, "internalError", String(cause));
        job.error = cause instanceof ApiError ? cause : broken;
      })
      .finally(() => {
        clearTimeout(timer);
        job.state = "DONE";
        job.endedMs = Date.now();
      });
  };

  return {
    all,
    find: (jobId, project) => {
      const job = all.get(jobId);
      if (job === undefined) throw notFound("Job", `${project}:${location}.${jobId}`);
      return job;
    },
    query: async (body, project) => {
      const { configuration = {} } = body;
      const { query: sql = "", defaultDataset } = configuration.query ?? {};
      const plan = engine.plan(sql, defaultDataset?.datasetId);
      const job = add(body, project, plan);
      if (configuration.dryRun === true) {
        job.state = "DONE";
        if (plan.sql !== "") job.output = await engine.describe(plan, job.controller.signal);
        return job;
      }
      if (plan.sql === "")
        throw new ApiError(400, "invalidQuery", `Stand-in: cannot run ${plan.statementType}`);
      run(job, async (signal) => {
        refuseBytes(plan, configuration.query ?? {});
        job.output = await engine.run(plan, signal);
      });
      return job;
    },
    start: (body, project, work) => {
      const job = add(body, project);
      run(job, async () => {
        job.loadedRows = await work();
      });
      return job;
    },
  };
}

function timedOut(timeoutMs: number): ApiError {
  const words = `Job execution was cancelled: Job timed out after ${timeoutMs / 1000}s`;
  return new ApiError(400, "stopped", words);
}

/** Billed are whole MB, at least 10 a table. */
export function billed({ processedBytes, tables }: Plan): number {
  const mebibytes = Math.max(Math.ceil(processedBytes / 2 ** 20), 10 * tables.length);
  return processedBytes === 0 ? 0 : mebibytes * 2 ** 20;
}

function refuseBytes(plan: Plan, { maximumBytesBilled }: QueryConfiguration): void {
  const most = Number(maximumBytesBilled ?? Number.POSITIVE_INFINITY);
  if (billed(plan) <= most) return;
  const words = `Query exceeded limit for bytes billed: ${most}. ${billed(plan)} or higher required.`;
  throw new ApiError(400, "bytesBilledLimitExceeded", words);
}

export function jobResource(job: StoredJob): object {
  const { projectId, jobId, location, configuration, error, plan } = job;
  const wrong: WireError | undefined = error && jobError(error);
  return {
    kind: "bigquery#job",
    id: `${projectId}:${location}.${jobId}`,
    jobReference: { projectId, jobId, location },
    configuration: { jobType: configuration.load ? "LOAD" : "QUERY", ...configuration },
    status: { state: job.state, ...(wrong && { errorResult: wrong, errors: [wrong] }) },
    statistics: {
      creationTime: String(job.createdMs),
      startTime: String(job.createdMs),
      ...(job.endedMs !== undefined && { endTime: String(job.endedMs) }),
      ...(job.loadedRows !== undefined && { load: { outputRows: String(job.loadedRows) } }),
      ...(plan && {
        totalBytesProcessed: String(plan.processedBytes),
        query: queryStatistics(job, plan),
      }),
    },
    user_email: "stand-in@example.com",
  };
}

function queryStatistics({ configuration, output }: StoredJob, plan: Plan): object {
  const fields: readonly WireField[] | undefined = output?.fields;
  return {
    statementType: plan.statementType,
    totalBytesProcessed: String(plan.processedBytes),
    totalBytesBilled: String(configuration.dryRun ? 0 : billed(plan)),
    cacheHit: false,
    referencedTables: plan.tables.map(({ reference }) => reference),
    ...(configuration.dryRun && fields && { schema: { fields } }),
  };
}
