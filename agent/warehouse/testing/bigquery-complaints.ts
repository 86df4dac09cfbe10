import type { WireError } from "../bigquery-wire.ts";

/** An answer of the API that is no success, in the form that Google documents. */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.reason = reason;
  }
}

const STATUS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

/** https://cloud.google.com/bigquery/docs/error-messages */
export function errorBody({ status, reason, message }: ApiError): object {
  return {
    error: {
      code: status,
      message,
      errors: [{ message, domain: "global", reason, ...whereOf(reason) }],
      status: STATUS[status] ?? "UNKNOWN",
    },
  };
}

/** The same as a job carries it. */
export function jobError({ reason, message }: ApiError): WireError {
  return { reason, message, ...(reason === "invalidQuery" && { location: "query" }) };
}

function whereOf(reason: string): object {
  return reason === "invalidQuery" ? { location: "q", locationType: "parameter" } : {};
}

/** A body, a schema or rows that cannot be. */
export function invalid(message: string, cause?: unknown): ApiError {
  return Object.assign(new ApiError(400, "invalid", message), { cause });
}

export function notFound(what: string, name: string): ApiError {
  return new ApiError(404, "notFound", `Not found: ${what} ${name}`);
}

type Say = (found: RegExpExecArray, at: string) => string;

/** What the guard, the dialect or DuckDB complains of, in the words that BigQuery has for it. */
const WORDS: readonly (readonly [when: RegExp, say: Say])[] = [
  [
    /^Column "([^"]*)" does not exist in .*nearest first: (\S+?)(,|$)/,
    ([, name, near], at) => `Unrecognized name: ${name}; Did you mean ${near}?${at}`,
  ],
  [/^Column "([^"]*)" does not exist/, ([, name], at) => `Unrecognized name: ${name}${at}`],
  [
    /^"([^"]*)" is neither a table nor a column/,
    ([, name], at) => `Unrecognized name: ${name}${at}`,
  ],
  [/^Column "([^"]*)" is ambiguous/, ([, name], at) => `Column name ${name} is ambiguous${at}`],
  [/^Function (\S+) cannot be used here/, ([, name], at) => `Function not found: ${name}${at}`],
  [
    /column "?([^"\s]+)"? must appear in the GROUP BY/,
    ([, name], at) =>
      `SELECT list expression references column ${name} which is neither grouped nor aggregated${at}`,
  ],
  [/division by zero/i, () => "division by zero: 2 / 0"],
  [/value cannot be read as BIGINT/, () => "Bad int64 value: a value of the data"],
  [/value cannot be read as DATE/, () => "Invalid date: 'a value of the data'"],
  [/value cannot be read as BOOLEAN/, () => "Bad bool value: a value of the data"],
  [/Could not parse string "([^"]*)"/, ([, value]) => `Failed to parse input string "${value}"`],
  [
    /Could not convert string ['"](.*)['"] to (\w+)/,
    ([, value, type]) => `Bad ${type?.toLowerCase()} value: ${value}`,
  ],
  [/array index out of bounds/, () => "Array index 5 is out of bounds (overflow)"],
  [
    /More than one row returned by a subquery/,
    () => "Scalar subquery produced more than one element",
  ],
  [/^(Out of Range|Overflow)/, () => "int64 overflow: 9223372036854775807 + 1"],
];

/** The error that BigQuery would give. What the stand-in cannot do alike says so. */
export function toApiError(complaint: string, sql: string): ApiError {
  if (/Out of Memory/.test(complaint))
    return new ApiError(400, "resourcesExceeded", "Resources exceeded during query execution");
  const line = complaint.replace(/^Failed to [a-z ]+: /, "").split("\n")[0] ?? "";
  for (const [when, say] of WORDS) {
    const found = when.exec(line);
    if (found !== null)
      return new ApiError(400, "invalidQuery", say(found, placeOf(found[1] ?? "", sql)));
  }
  return new ApiError(400, "invalidQuery", `Syntax error: ${line}`);
}

/** ` at [2:8]` */
function placeOf(name: string, sql: string): string {
  const before = sql.slice(0, Math.max(sql.indexOf(name), 0)).split("\n");
  return ` at [${before.length}:${(before.at(-1)?.length ?? 0) + 1}]`;
}
