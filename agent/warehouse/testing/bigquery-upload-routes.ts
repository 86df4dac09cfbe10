import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { invalid } from "./bigquery-complaints.ts";
import type { Context } from "./bigquery-context.ts";
import { type JobBody, jobResource } from "./bigquery-jobs.ts";
import { type LoadConfiguration, loadData } from "./bigquery-load.ts";
import { readMultipart } from "./bigquery-uploads.ts";

export type UploadRequest = {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  readonly json: unknown;
};

/**
 * Load jobs with their data: in one request of two parts, as the Node client sends them, or announced first and then
 * sent to an address of their own, as `bq` does. https://cloud.google.com/bigquery/docs/reference/api-uploads
 */
export function createUploads(
  context: Context,
): (request: UploadRequest, response: ServerResponse) => Promise<void> {
  const announced = new Map<string, JobBody>();

  const load = (body: JobBody, project: string, data: Buffer): object => {
    const configuration = (body.configuration?.load ?? {}) as LoadConfiguration;
    return jobResource(
      context.jobs.start(body, project, () => loadData(context, configuration, data)),
    );
  };

  const announce = (url: URL, body: JobBody): string => {
    const id = randomUUID();
    announced.set(id, body);
    const where = new URL(url);
    where.searchParams.set("upload_id", id);
    return where.href;
  };

  return async ({ url, headers, raw, json }, response) => {
    const project = /\/projects\/([^/]+)\/jobs/.exec(url.pathname)?.[1] ?? "";
    const known = announced.get(url.searchParams.get("upload_id") ?? "");
    if (known !== undefined) {
      json200(response, load(known, project, raw));
      return;
    }
    switch (url.searchParams.get("uploadType")) {
      case "multipart": {
        const { metadata, data } = readMultipart(raw, headers["content-type"] ?? "");
        json200(response, load(metadata as JobBody, project, data));
        return;
      }
      case "resumable":
        response.writeHead(200, { location: announce(url, json as JobBody) }).end();
        return;
      default:
        throw invalid("Stand-in: uploadType must be multipart or resumable");
    }
  };
}

function json200(response: ServerResponse, body: object): void {
  response.writeHead(200, { "content-type": "application/json; charset=UTF-8" });
  response.end(JSON.stringify(body));
}
