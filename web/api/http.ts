import { credential } from "./credential.ts";

/** Why the service did not do what was asked, in its own words. `code` is the service's, or `offline`. */
export class ApiError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;

  constructor(problem: { code: string; message: string; retryable: boolean; status: number }) {
    super(problem.message);
    this.name = "ApiError";
    this.code = problem.code;
    this.retryable = problem.retryable;
    this.status = problem.status;
  }
}

/** What a request needs beside its path. */
export type RequestOptions = {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
};

/**
 * An answer of status 2xx.
 *
 * @throws {ApiError} for any other answer, and when none comes; the reason of `signal` when that aborts.
 */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const response = await reach(path, options);
  if (response.ok) return response;
  // A token that a request brings itself is tried, and nothing is lost with it.
  if (response.status === 401 && !options.headers?.["Authorization"]) credential.refused();
  throw await toApiError(response);
}

/** The JSON of an answer. @throws {ApiError} like `send`. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function reach(path: string, options: RequestOptions): Promise<Response> {
  const { method = "GET", body, headers, signal } = options;
  const token = credential.token();
  try {
    return await fetch(path, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw offline(cause);
  }
}

/** No answer came: the network or the service is away. */
export function offline(cause?: unknown): ApiError {
  const error = new ApiError({
    code: "offline",
    message: "InsightAgent cannot be reached",
    retryable: true,
    status: 0,
  });
  error.cause = cause;
  return error;
}

async function toApiError(response: Response): Promise<ApiError> {
  const { status } = response;
  const text = await response.text().catch(() => "");
  const body = parseJson(text);
  const message = typeof body["message"] === "string" ? body["message"] : WORDS[status];
  return new ApiError({
    code: typeof body["code"] === "string" ? body["code"] : `http-${status}`,
    message: message ?? "The service could not do that",
    retryable: typeof body["retryable"] === "boolean" ? body["retryable"] : status >= 500,
    status,
  });
}

/** For answers that something between here and the service gave, such as a proxy. */
const WORDS: Record<number, string> = {
  401: "You are not signed in",
  403: "You may not do that",
  404: "That is no longer there",
  410: "This conversation has ended",
  413: "That question is too long",
  429: "Too many questions at once; wait a moment",
  502: "The service is restarting",
  503: "The service is restarting",
  504: "The service took too long",
};

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // not JSON: a proxy's page
  }
}
