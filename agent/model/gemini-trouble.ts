import { TurnError } from "../failure.ts";

const SERVICE = "language model";

/** Statuses that the same request may not meet again a little later. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** True for an HTTP status that may be over a little later; of an unknown one that is assumed. */
export function isPassing(status = 500): boolean {
  return PASSING.has(status);
}

/** Whatever went wrong between us and Gemini, with what a caller needs to try again or not. */
export function toTrouble(thrown: unknown): TurnError {
  if (thrown instanceof TurnError) return thrown;
  const status = numberIn(thrown, "statusCode");
  if (isNamed(thrown, ["PromptBlockedError", "NoCandidatesError"])) return noAnswer(thrown, false);
  if (thrown instanceof SyntaxError) return noAnswer(thrown, true);
  if (status === undefined) return unreachable(thrown);
  return refused(status, { cause: thrown, retryAfter: headerIn(thrown, "retry-after") });
}

/** It answered, but with nothing that can be used. */
export function noAnswer(cause: unknown, retryable: boolean): TurnError {
  const failure = { kind: "upstream", service: SERVICE, retryable, trouble: "no-answer" } as const;
  return new TurnError(failure, { cause });
}

/** It cannot be reached, or broke off. */
export function unreachable(cause: unknown, retryable = true): TurnError {
  return new TurnError({ kind: "upstream", service: SERVICE, retryable }, { cause });
}

/** It said no with that HTTP status. */
function refused(
  status: number,
  { cause, retryAfter }: { readonly cause: unknown; readonly retryAfter?: string | undefined },
): TurnError {
  const retryAfterMs = retryAfter === undefined ? undefined : toMs(retryAfter);
  const failure = {
    kind: "upstream",
    service: SERVICE,
    retryable: isPassing(status),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  } as const;
  return new TurnError(failure, { cause });
}

/** The header counts seconds or names a date. Undefined when it does neither. */
function toMs(retryAfter: string): number | undefined {
  const seconds = Number(retryAfter);
  if (retryAfter.trim() !== "" && seconds >= 0) return seconds * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function headerIn(thrown: unknown, name: string): string | undefined {
  const headers = thrown instanceof Error && "headers" in thrown ? thrown.headers : undefined;
  if (typeof headers !== "object" || headers === null) return undefined;
  const value: unknown = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === "string" ? value : undefined;
}

function numberIn(thrown: unknown, name: string): number | undefined {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const value: unknown = Object.entries(thrown).find(([key]) => key === name)?.[1];
  return typeof value === "number" ? value : undefined;
}

function isNamed(thrown: unknown, names: readonly string[]): boolean {
  return thrown instanceof Error && names.includes(thrown.name);
}
