import type { ServerResponse } from "node:http";
import { ApiError, errorBody } from "./bigquery-complaints.ts";

/** What goes wrong, and for which requests. */
export type Fault = {
  readonly method?: string;
  readonly path: RegExp;
  /** How many requests it befalls; 1 unless given. */
  readonly times?: number;
  readonly what:
    | {
        readonly kind: "error";
        readonly status: number;
        readonly reason: string;
        readonly message: string;
        readonly retryAfterSeconds?: number;
      }
    /** No answer, and the connection cut. */
    | { readonly kind: "cut" }
    /** No answer, ever. */
    | { readonly kind: "hang" }
    /** An answer that is no JSON. */
    | { readonly kind: "page"; readonly text: string };
};

export type Faults = {
  readonly add: (fault: Fault) => void;
  /** True when the request has had its fate. */
  strike(method: string, path: string, response: ServerResponse): boolean;
};

export function createFaults(): Faults {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => waiting.push({ fault, left: fault.times ?? 1 }),
    strike: (method, path, response) => {
      const next = waiting.find(
        ({ fault, left }) =>
          left > 0 && fault.path.test(path) && (fault.method ?? method) === method,
      );
      if (next === undefined) return false;
      next.left--;
      befall(next.fault.what, response);
      return true;
    },
  };
}

function befall(what: Fault["what"], response: ServerResponse): void {
  switch (what.kind) {
    case "error": {
      const { status, reason, message, retryAfterSeconds } = what;
      response.writeHead(status, {
        "content-type": "application/json; charset=UTF-8",
        ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
      });
      response.end(JSON.stringify(errorBody(new ApiError(status, reason, message))));
      return;
    }
    case "cut":
      response.destroy();
      return;
    case "hang":
      return;
    case "page":
      response.writeHead(200, { "content-type": "text/html" }).end(what.text);
  }
}
