import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { ApiError, errorBody } from "./bigquery-complaints.ts";
import type { Context } from "./bigquery-context.ts";
import { DATASET_ROUTES } from "./bigquery-dataset-routes.ts";
import { openStandInEngine } from "./bigquery-engine.ts";
import { createFaults, type Fault } from "./bigquery-faults.ts";
import { JOB_ROUTES } from "./bigquery-job-routes.ts";
import { createJobStore, type StoredJob } from "./bigquery-jobs.ts";
import type { Store } from "./bigquery-store.ts";
import { createUploads } from "./bigquery-upload-routes.ts";

export type StandInOptions = {
  /** Google's own description of the API, which `bq` asks for; without it that is not found. */
  readonly discoveryFile?: string;
  /** Where datasets are that do not say; `US` unless given. */
  readonly location?: string;
  /** Rows that a page holds at most; 10,000 unless given. */
  readonly pageRows?: number;
  /** Whether a job is still running when its results are first asked for; true unless given. */
  readonly incompleteFirst?: boolean;
};

export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
};

/** BigQuery's REST API on 127.0.0.1, with DuckDB behind it. */
export type BigqueryStandIn = AsyncDisposable & {
  readonly url: string;
  /** Every request, oldest first. */
  readonly seen: readonly Seen[];
  readonly jobs: ReadonlyMap<string, StoredJob>;
  /** What the next request that fits gets in place of an answer. */
  inject(fault: Fault): void;
  /** Takes back what has been injected and has befallen nobody. */
  mend(): void;
};

export async function openBigqueryStandIn(options: StandInOptions = {}): Promise<BigqueryStandIn> {
  const location = options.location ?? "US";
  const store: Store = { datasets: new Map() };
  const engine = await openStandInEngine(store);
  const jobs = createJobStore(engine, location);
  const rules = {
    pageRows: options.pageRows ?? 10_000,
    incompleteFirst: options.incompleteFirst ?? true,
  };
  const context: Context = { store, engine, jobs, location, rules };
  const uploads = createUploads(context);
  const faults = createFaults();
  const seen: Seen[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = "GET", headers } = request;
    const url = new URL(request.url ?? "/", `http://${headers.host}`);
    const raw = await buffer(request);
    const body = readJson(raw, headers["content-type"]);
    const query = Object.fromEntries(url.searchParams);
    seen.push({ method, path: url.pathname, query, headers, body });
    const fate = faults.strike(method, url.pathname, response);
    if (fate === "struck") return;
    if (url.pathname.includes("/upload/")) {
      await uploads({ url, headers, raw, json: body }, response);
      return;
    }
    const result = await respond({ method, url, body });
    if (fate === "lost") response.destroy();
    else send(response, result === undefined ? 204 : 200, result);
  };

  const respond = (asked: Asked) =>
    asked.url.pathname.includes("discovery/")
      ? discovery(options.discoveryFile, asked.url.origin)
      : route(context, asked);

  const server = createServer((request, response) => {
    answer(request, response).catch((cause: unknown) => {
      const problem =
        cause instanceof ApiError ? cause : new ApiError(500, "internalError", String(cause));
      send(response, problem.status, errorBody(problem));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    jobs: jobs.all,
    inject: faults.add,
    mend: faults.clear,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      for (const job of jobs.all.values())
        job.controller.abort(new Error("The stand-in is closed"));
      await Promise.all([...jobs.all.values()].map(({ done }) => done));
      await engine.close();
    },
  };
}

function readJson(raw: Buffer, contentType = ""): unknown {
  return contentType.includes("json") && raw.length > 0
    ? JSON.parse(raw.toString("utf8"))
    : undefined;
}

type Asked = { readonly method: string; readonly url: URL; readonly body: unknown };

async function route(context: Context, { method, url, body }: Asked): Promise<object | undefined> {
  const pathname = url.pathname.replace(/\/$/, "");
  for (const [verb, path, handle] of [...JOB_ROUTES, ...DATASET_ROUTES]) {
    const found = verb === method ? path.exec(pathname) : null;
    if (found === null) continue;
    const ids = found.slice(1).map(decodeURIComponent);
    return handle(context, { ids, query: url.searchParams, body });
  }
  throw new ApiError(404, "notFound", `Stand-in: nothing answers ${method} ${url.pathname}`);
}

function send(response: ServerResponse, status: number, body: object | undefined): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" });
  response.end(body === undefined ? "" : JSON.stringify(body));
}

/** The description, its addresses being this server's. */
async function discovery(file: string | undefined, url: string): Promise<object> {
  if (file === undefined)
    throw new ApiError(404, "notFound", "Stand-in: it was given no discovery document");
  const text = await readFile(file, "utf8");
  const document = JSON.parse(text) as Record<string, unknown>;
  return {
    ...document,
    rootUrl: `${url}/`,
    baseUrl: `${url}/bigquery/v2/`,
    servicePath: "bigquery/v2/",
  };
}
