import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Failure, isRetryable, TurnError, toFailure, toWords } from "../agent/failure.ts";

/** Why a request was turned away before any turn: failures that only HTTP knows. */
export type Refusal =
  | { kind: "method-not-allowed"; method: string; allow: readonly string[] }
  | { kind: "unsupported-media-type" }
  | { kind: "too-large"; message: string }
  /** Who asks is not proven; `message` says why, and nothing of what was shown as proof. */
  | { kind: "unauthorized"; message: string }
  /** A workspace that is not open; `message` names it and says whether waiting helps. */
  | { kind: "unavailable"; message: string }
  | { kind: "starting" }
  | { kind: "stopping" };

export type Problem = Failure | Refusal;

/** HTTP status of each problem; a new kind does not compile until it has one. */
export const STATUS = {
  "bad-request": 400,
  "not-found": 404,
  gone: 410,
  conflict: 409,
  busy: 409,
  "query-rejected": 422,
  "query-too-large": 422,
  denied: 403,
  "over-budget": 429,
  upstream: 503,
  "timed-out": 504,
  cancelled: 409,
  internal: 500,
  "method-not-allowed": 405,
  "unsupported-media-type": 415,
  "too-large": 413,
  unauthorized: 401,
  unavailable: 503,
  starting: 503,
  stopping: 503,
} as const satisfies Record<Problem["kind"], ContentfulStatusCode>;

/** Seconds after which a service that starts or stops is worth asking again. */
const RETRY_AFTER_S = 2;

/** What every error answers with. `message` is in words for people; `request_id` finds the cause in the log. */
export type ErrorBody = { code: string; message: string; retryable: boolean; request_id: string };

/** Turns a request away with a refusal that `toProblem` understands. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.kind);
    this.name = "RefusedError";
    this.refusal = refusal;
  }
}

/** Never throws. What the router and the validators throw becomes a refusal, all else is `toFailure`'s. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof RefusedError) return thrown.refusal;
  if (!(thrown instanceof HTTPException)) return toFailure(thrown);
  switch (thrown.status) {
    case 415:
      return { kind: "unsupported-media-type" };
    case 413:
      return { kind: "too-large", message: "The request is too large" };
    case 400:
      return { kind: "bad-request", message: "The body of the request must be valid JSON" };
    default:
      return { kind: "internal" };
  }
}

/** The answer to a request that could not be served. */
export function problemResponse(c: Context, problem: Problem): Response {
  if (problem.kind === "method-not-allowed") c.header("Allow", problem.allow.join(", "));
  if (problem.kind === "unauthorized") c.header("WWW-Authenticate", "Bearer");
  if (isPassing(problem)) c.header("Retry-After", String(RETRY_AFTER_S));
  const code = problem.kind;
  return errorResponse(c, STATUS[code], {
    code,
    message: sentence(problem),
    retryable: isWorthRetrying(problem),
  });
}

/** An error body with the request's id. */
export function errorResponse(
  c: Context,
  status: ContentfulStatusCode,
  error: Omit<ErrorBody, "request_id">,
): Response {
  const body: ErrorBody = { ...error, request_id: c.get("requestId") };
  return c.json(body, status);
}

/** The status of an error's code as a turn reports it; 500 for one that is not in the table. */
export function statusOfCode(code: string): ContentfulStatusCode {
  return Object.hasOwn(STATUS, code) ? STATUS[code as Problem["kind"]] : 500;
}

/** Throws the failure as a `TurnError`: for handlers, where the border is `app.onError`. */
export function refuse(failure: Failure): never {
  throw new TurnError(failure);
}

function isRefusal(problem: Problem): problem is Refusal {
  return [
    "method-not-allowed",
    "unsupported-media-type",
    "too-large",
    "unauthorized",
    "unavailable",
    "starting",
    "stopping",
  ].includes(problem.kind);
}

function isPassing(problem: Problem): boolean {
  return STATUS[problem.kind] === 503;
}

function isWorthRetrying(problem: Problem): boolean {
  return isRefusal(problem) ? isPassing(problem) : isRetryable(problem);
}

function sentence(problem: Problem): string {
  return isRefusal(problem) ? refusalWords(problem) : toWords(problem);
}

function refusalWords(refusal: Refusal): string {
  switch (refusal.kind) {
    case "method-not-allowed":
      return `${refusal.method} is not possible here; use ${refusal.allow.join(" or ")}`;
    case "unsupported-media-type":
      return 'The body must be JSON, sent with "Content-Type: application/json"';
    case "too-large":
    case "unauthorized":
    case "unavailable":
      return refusal.message;
    case "starting":
      return "The service is starting: data and documents are being opened; try again in a moment";
    case "stopping":
      return "The service is stopping; try again in a moment";
  }
}
