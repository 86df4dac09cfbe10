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
    /** Done, but the answer is lost on its way. */
    | { readonly kind: "lost" }
    /** No answer, ever. */
    | { readonly kind: "hang" }
    /** An answer that is no JSON. */
    | { readonly kind: "page"; readonly text: string };
};

export type Faults = {
  readonly add: (fault: Fault) => void;
  /** Whatever has not struck yet never will. */
  readonly clear: () => void;
  /** `struck`: the request has had its fate. `lost`: it is still to be done, but not to be answered. */
  strike(method: string, path: string, response: ServerResponse): "spared" | "struck" | "lost";
};

export function createFaults(): Faults {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => waiting.push({ fault, left: fault.times ?? 1 }),
    clear: () => waiting.splice(0),
    strike: (method, path, response) => {
      const next = waiting.find(
        ({ fault, left }) =>
          left > 0 && fault.path.test(path) && (fault.method ?? method) === method,
      );
      if (next === undefined) return "spared";
      next.left--;
      if (next.fault.what.kind === "lost") return "lost";
      befall(next.fault.what, response);
      return "struck";
    },
  };
}

function befall(what: Exclude<Fault["what"], { kind: "lost" }>, response: ServerResponse): void {
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
