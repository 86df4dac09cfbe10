import { type Failure, fail, type Result, TurnError } from "../failure.ts";

const FORBIDDEN = "42501";
const STOPPED = "57014";
const UNKNOWN_COLUMN = "42703";

/**
 * What a statement failed with as a value, in words that hold nothing of the data: Postgres prints values in many of its
 * complaints.
 *
 * @throws {TurnError} when it was not the statement's fault.
 */
export function toRefusal(cause: unknown, afterMs: number): Result<never> {
  const failure = failureOf(String((cause as { code?: unknown }).code ?? ""), afterMs);
  if (failure) return fail(failure);
  throw new TurnError(
    { kind: "upstream", service: "customer database", retryable: true },
    { cause },
  );
}

function failureOf(code: string, afterMs: number): Failure | undefined {
  switch (code) {
    case STOPPED:
      return { kind: "timed-out", what: "customer database", afterMs };
    case FORBIDDEN:
      return { kind: "denied", message: "The customer database does not let this role read that" };
    case UNKNOWN_COLUMN:
      return rejected("The customer database does not have a column of the statement");
    default:
  }
  if (code.startsWith("22")) return rejected("A value does not fit the type that it is used as");
  if (code.startsWith("42")) return rejected("The customer database does not take the statement");
  return undefined;
}

function rejected(reason: string): Failure {
  return { kind: "query-rejected", reason };
}
