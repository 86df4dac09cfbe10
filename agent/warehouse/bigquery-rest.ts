import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { BigQuery, type JobLoadMetadata } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";
import { untilAborted } from "../until-aborted.ts";
import { isPassing, readError } from "./bigquery-errors.ts";
import type { WireJob, WireSchema } from "./bigquery-wire.ts";

export type RestOptions = {
  readonly project: string;
  /** Where datasets are and jobs run: `US`, `EU`, `europe-west1`, … */
  readonly location: string;
  /** Another address of the API. Without TLS no credentials are sent to it: it is a stand-in. */
  readonly apiEndpoint?: string;
};

/** `path` is below the project: `/jobs`. */
export type RestCall = {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
};

/** Newline-delimited JSON, gzipped, that replaces what the table holds. */
export type Upload = {
  readonly dataset: string;
  readonly table: string;
  readonly file: string;
  readonly schema: WireSchema;
  readonly timePartitioning?: { readonly type: "DAY" | "MONTH"; readonly field: string };
};

/** BigQuery's REST API, authenticated as the official client does it. */
export type Rest = Pick<RestOptions, "project" | "location"> & {
  /**
   * The answer's body. What passes by itself (429, 503, a lost connection) is tried again three times, as `Retry-After` says.
   *
   * @throws what the client throws, read by `readError`; the reason of `signal` as soon as that aborts.
   */
  call<T>(call: RestCall, signal: AbortSignal): Promise<T>;
  /** A load job, started. @throws as `call` does; nothing is tried again. */
  upload(upload: Upload, signal: AbortSignal): Promise<WireJob>;
};

const ATTEMPTS = 4;
const FIRST_DELAY_MS = 200;

export function createRest({ project, location, apiEndpoint }: RestOptions): Rest {
  const client = new BigQuery({
    projectId: project,
    location,
    // The client's own retries cannot be stopped.
    retryOptions: { autoRetry: false },
    ...(apiEndpoint && { apiEndpoint }),
    ...(apiEndpoint?.startsWith("http:") && { authClient: new PassThroughClient() }),
  });

  const send = <T>({ method, path, query, body }: RestCall): Promise<T> =>
    new Promise((resolve, reject) => {
      const options = { method, uri: path, qs: query ?? {}, ...(body && { json: body }) };
      client.request(options, (error, answer) => {
        if (error) reject(error);
        // A proxy may answer 200 with a page of its own.
        else if (typeof answer === "string" && answer !== "")
          reject(
            new SyntaxError(`BigQuery answered ${method} ${path} with something that is no JSON`),
          );
        else resolve(answer as T);
      });
    });

  return {
    project,
    location,
    call: async <T>(call: RestCall, signal: AbortSignal): Promise<T> => {
      for (let attempt = 1; ; attempt++) {
        signal.throwIfAborted();
        try {
          return await untilAborted(send<T>(call), signal);
        } catch (cause) {
          signal.throwIfAborted();
          if (attempt === ATTEMPTS || !isPassing(readError(cause))) throw cause;
          await untilAborted(wait(delayMs(attempt, readError(cause).retryAfterMs)), signal);
        }
      }
    },
    upload: async ({ dataset, table, file, schema, timePartitioning }, signal) => {
      const metadata = {
        sourceFormat: "NEWLINE_DELIMITED_JSON",
        writeDisposition: "WRITE_TRUNCATE",
        schema,
        ...(timePartitioning && { timePartitioning }),
      } as JobLoadMetadata;
      const target = client.dataset(dataset, { location }).table(table, { location });
      const stream = target.createWriteStream_(metadata);
      const job = new Promise<WireJob>((resolve, reject) => {
        stream.once("job", ({ metadata: made }: { metadata: WireJob }) => resolve(made));
        stream.once("error", reject);
      });
      const sent = pipeline(createReadStream(file), stream);
      const [started] = await untilAborted(Promise.all([job, sent]), signal);
      return started;
    },
  };
}

/** Twice as long each time, with jitter, unless the service says how long. */
function delayMs(attempt: number, retryAfterMs: number | undefined): number {
  return retryAfterMs ?? FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
}
