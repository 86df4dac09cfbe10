import { type Failure, TurnError } from "../failure.ts";
import { listNearest } from "../sql/nearest.ts";
import type { WireError } from "./bigquery-wire.ts";

/** What a call of the API failed with. `status` is absent where no answer came, `reason` "" where none was given. */
export type ApiProblem = {
  readonly status?: number;
  /** As in https://cloud.google.com/bigquery/docs/error-messages: `invalidQuery`, `accessDenied`, … */
  readonly reason: string;
  readonly message: string;
  readonly retryAfterMs?: number;
};

/** Never throws. `cause` is what the client threw, or a job's own error. */
export function readError(cause: unknown): ApiProblem {
  const { code, errors, message, response, reason } = (cause ?? {}) as Thrown;
  const [first] = errors ?? [];
  const seconds = Number(header(response?.headers, "retry-after") ?? Number.NaN);
  return {
    ...(typeof code === "number" && { status: code }),
    reason: first?.reason ?? reason ?? (typeof code === "string" ? code : ""),
    message: first?.message ?? message ?? String(cause),
    ...(seconds >= 0 && { retryAfterMs: seconds * 1000 }),
  };
}

type Thrown = {
  readonly code?: number | string;
  readonly errors?: readonly WireError[];
  readonly message?: string;
  readonly reason?: string;
  readonly response?: { readonly headers?: unknown };
};

function header(headers: unknown, name: string): string | null | undefined {
  return headers instanceof Headers
    ? headers.get(name)
    : (headers as Readonly<Record<string, string>> | undefined)?.[name];
}

const PASSING_REASON =
  /^(backendError|internalError|rateLimitExceeded|jobBackendError|jobInternalError|jobRateLimitExceeded)$/;
const LOST =
  /^(ECONN|ETIMEDOUT|EPIPE|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE)/;

/** What was said when nothing was answered, or nothing by BigQuery: a proxy's page. */
const CUT_OFF = /socket hang up|network|something that is no JSON$/i;

/** True when the same call may succeed a moment later. */
export function isPassing({ status, reason, message }: ApiProblem): boolean {
  if (PASSING_REASON.test(reason)) return true;
  if (status === undefined) return LOST.test(reason) || CUT_OFF.test(message);
  return status === 429 || (status >= 500 && reason === "");
}

export type Asked = {
  /** A dry run reads no data, so its complaint shows none. */
  readonly dryRun: boolean;
  readonly timeoutMs: number;
  readonly maxCostUsd: number;
};

export type AskedOf = Asked & {
  /** Columns of the tables that the statement reads, to name the nearest ones. */
  readonly columns: readonly string[];
  readonly toUsd: (bytes: number) => number;
};

/** Why a statement was not answered. @throws {TurnError} when BigQuery itself is down, or not open to this service. */
export function toFailure(cause: unknown, asked: AskedOf): Failure {
  const problem = readError(cause);
  switch (problem.reason) {
    case "invalidQuery":
    case "invalid":
    case "duplicate":
      return { kind: "query-rejected", reason: toReason(problem.message, asked) };
    case "notFound":
      return { kind: "query-rejected", reason: missing(problem.message) };
    case "bytesBilledLimitExceeded":
      return tooLarge(problem.message, asked);
    case "resourcesExceeded":
    case "responseTooLarge":
      return {
        kind: "query-rejected",
        reason: "The statement needs more memory than it may use; filter or aggregate more",
      };
    case "stopped":
    case "timeout":
      return { kind: "timed-out", what: "query", afterMs: asked.timeoutMs };
    default: {
      const retryable = isPassing(problem);
      throw new TurnError({ kind: "upstream", service: "warehouse", retryable }, { cause });
    }
  }
}

/** "… 164626432 or higher required" says what the query would bill. */
function tooLarge(message: string, { maxCostUsd, toUsd }: AskedOf): Failure {
  const bytes = Number(/(\d+) or higher required/.exec(message)?.[1] ?? Number.NaN);
  const costUsd = Number.isNaN(bytes) ? maxCostUsd : Math.max(toUsd(bytes), maxCostUsd);
  return { kind: "query-too-large", costUsd, limitUsd: maxCostUsd };
}

function missing(message: string): string {
  const [, what = "Table", name = ""] = /Not found: (\w+) (\S+)/.exec(message) ?? [];
  const shown = name.split(/[:.]/).at(-1) ?? "";
  return `${what} "${shown}" does not exist any more, or not in this location`;
}

/** What BigQuery says while it runs a statement, where it may show values of the data, and what is said here. */
const RUNNING: readonly (readonly [when: RegExp, words: string])[] = [
  [/division by zero/i, "Division by zero; use SAFE_DIVIDE"],
  [/array index .* out of bounds/i, "An array has no item at that position; use SAFE_OFFSET"],
  [/bad int64 value/i, "A value cannot be read as INT64; use SAFE_CAST"],
  [/invalid date/i, "A value cannot be read as a DATE; use SAFE_CAST"],
  [/bad bool value/i, "A value cannot be read as BOOL; use SAFE_CAST"],
  [
    /scalar subquery produced more than one/i,
    "A subquery that stands for a value gave more than one row",
  ],
  [
    /(overflow|out of range|cannot take (square root|logarithm)|floating point error)/i,
    "A number is out of range",
  ],
  [
    /(bad \w+ value|invalid (timestamp|datetime|time|numeric|json)|could not cast|cannot convert)/i,
    "A value cannot be converted to the type it is used as; use SAFE_CAST",
  ],
  [
    /failed to parse input string/i,
    "A value cannot be used where it stands; check the arguments of functions",
  ],
];

const UNKNOWN_NAME =
  /^(?:Unrecognized name: (\S+?)(?:[;.].*)?|Name (\S+) not found inside .*)(?: at \[|$)/;
const NOT_GROUPED =
  /expression references (?:column )?(\S+) which is neither grouped nor aggregated/;
const MOST_CHARACTERS = 240;

function toReason(message: string, { columns, dryRun }: AskedOf): string {
  const running = RUNNING.find(([when]) => when.test(message))?.[1];
  if (running !== undefined) return running;
  const grouped = NOT_GROUPED.exec(message)?.[1];
  if (grouped !== undefined)
    return `Column ${grouped} must stand in GROUP BY or in an aggregate such as SUM`;
  const unknown = UNKNOWN_NAME.exec(message);
  if (unknown !== null) {
    const name = (unknown[1] ?? unknown[2] ?? "").replaceAll("`", "");
    return `Column "${name}" does not exist; columns, nearest first: ${listNearest(name.split(".").at(-1) ?? "", columns)}`;
  }
  return dryRun
    ? message.slice(0, MOST_CHARACTERS)
    : "The statement failed while it ran; check its casts and the arguments of its functions";
}
