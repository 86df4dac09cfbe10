import type { Call, DatePart, Expression } from "../ast.ts";
import type { Print } from "../print-expression.ts";
import { unsupported } from "./words.ts";

/** What a function's translation may use. */
export type Words = {
  /** The arguments as Postgres text, each in brackets unless it is a name or a value. */
  readonly args: readonly string[];
  /** ` OVER (…)` or "". */
  readonly over: string;
  /** The date that CURRENT_DATE gives, where the workspace has a clock of its own. */
  readonly today: string | undefined;
  readonly print: Print;
};

type Writer = (call: Call, words: Words) => string;

/** Functions that Postgres has under this name, with the same arguments and the same meaning. */
const SAME: Readonly<Record<string, string>> = {
  ABS: "abs",
  SIGN: "sign",
  SQRT: "sqrt",
  CEIL: "ceil",
  FLOOR: "floor",
  LENGTH: "char_length",
  CHAR_LENGTH: "char_length",
  LOWER: "lower",
  UPPER: "upper",
  TRIM: "btrim",
  REPLACE: "replace",
  STRPOS: "strpos",
  STARTS_WITH: "starts_with",
  COALESCE: "coalesce",
  IFNULL: "coalesce",
  NULLIF: "nullif",
};

const AGGREGATES: Readonly<Record<string, string>> = {
  SUM: "sum",
  AVG: "avg",
  MIN: "min",
  MAX: "max",
  COUNT: "count",
  LOGICAL_AND: "bool_and",
  LOGICAL_OR: "bool_or",
  APPROX_COUNT_DISTINCT: "count",
};

const WINDOWS: Readonly<Record<string, string>> = {
  ROW_NUMBER: "row_number",
  RANK: "rank",
  DENSE_RANK: "dense_rank",
  LAG: "lag",
  LEAD: "lead",
  FIRST_VALUE: "first_value",
  LAST_VALUE: "last_value",
};

const OWN: Readonly<Record<string, Writer>> = {
  COUNTIF: ({ args: [test] }, { print, over }) =>
    `count(*) FILTER (WHERE ${test ? print(test) : "TRUE"})${over}`,
  SAFE_DIVIDE: (_, { args: [x, y] }) => `(CAST(${x} AS double precision) / nullif(${y}, 0))`,
  IF: (_, { args: [test, yes, no] }) => `CASE WHEN ${test} THEN ${yes} ELSE ${no} END`,
  GREATEST: (_, { args }) => unlessNull("greatest", args),
  LEAST: (_, { args }) => unlessNull("least", args),
  ROUND: (_, { args: [value, digits = "0"] }) => `round(CAST(${value} AS numeric), ${digits})`,
  CONCAT: (_, { args }) => `(${args.join(" || ")})`,
  DIV: (_, { args: [x, y] }) => `div(CAST(${x} AS numeric), ${y})`,
  CURRENT_DATE: (_, { today }) => (today ? `DATE '${today}'` : "current_date"),
  DATE: ({ args }, words) => date(args, words),
  DATE_ADD: (call, words) => moved(call, words, "+"),
  DATE_SUB: (call, words) => moved(call, words, "-"),
  DATE_TRUNC: ({ args: [, unit] }, { args: [value = ""] }) => truncated(value, unit),
  DATE_DIFF: ({ args: [, , unit] }, { args: [end = "", start = ""] }) => between(end, start, unit),
  LAST_DAY: ({ args: [, unit] }, { args: [value = ""] }) =>
    nameOf(unit ?? { kind: "part", name: "MONTH" }) === "MONTH"
      ? `CAST(date_trunc('month', ${value}) + INTERVAL '1 month' - INTERVAL '1 day' AS date)`
      : unsupported("LAST_DAY of anything but a month"),
};

/** A call in Postgres' words. @throws {Complaint} for a function that is not known here. */
export function writeCall(call: Call, words: Words): string {
  const { name, distinct, star } = call;
  if (call.safe || call.having || call.limit || call.nulls || call.orderBy.length > 0) {
    return unsupported(`${name} written so`);
  }
  const own = OWN[name];
  if (own) return own(call, words);
  const aggregate = AGGREGATES[name];
  if (aggregate) {
    const once = distinct || name === "APPROX_COUNT_DISTINCT" ? "DISTINCT " : "";
    return `${aggregate}(${once}${star ? "*" : words.args.join(", ")})${words.over}`;
  }
  const plain = SAME[name] ?? (words.over === "" ? undefined : WINDOWS[name]);
  if (plain === undefined) return unsupported(`The function ${name}`);
  return `${plain}(${words.args.join(", ")})${words.over}`;
}

/** Postgres passes over NULL; BigQuery does not. */
function unlessNull(name: string, args: readonly string[]): string {
  const unknown = args.map((arg) => `${arg} IS NULL`).join(" OR ");
  return `CASE WHEN ${unknown} THEN NULL ELSE ${name}(${args.join(", ")}) END`;
}

function date(nodes: readonly Expression[], { args }: Words): string {
  const [year, month, day] = args;
  if (nodes.length === 3) {
    return `make_date(CAST(${year} AS integer), CAST(${month} AS integer), CAST(${day} AS integer))`;
  }
  return nodes.length === 1 ? `CAST(${year} AS date)` : unsupported("DATE with a timezone");
}

const UNITS = ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"];

function moved({ args: [, by] }: Call, { args: [value], print }: Words, sign: "+" | "-"): string {
  if (by?.kind !== "interval" || !UNITS.includes(by.unit)) return unsupported("This interval");
  const [unit, times] = by.unit === "QUARTER" ? ["month", 3] : [by.unit.toLowerCase(), 1];
  return `CAST(${value} ${sign} (${print(by.amount)}) * INTERVAL '${times} ${unit}' AS date)`;
}

function truncated(value: string, unit: Expression | undefined): string {
  const name = nameOf(unit);
  const sunday = name === "WEEK" && unit?.kind === "part" && unit.weekday !== "MONDAY";
  if (sunday || !["WEEK", "ISOWEEK", ...UNITS].includes(name)) {
    return unsupported(`DATE_TRUNC to ${name}`);
  }
  const kind = name === "ISOWEEK" ? "week" : name.toLowerCase();
  return `CAST(date_trunc('${kind}', ${value}) AS date)`;
}

function between(end: string, start: string, unit: Expression | undefined): string {
  const months = (value: string) =>
    `(EXTRACT(YEAR FROM ${value}) * 12 + EXTRACT(MONTH FROM ${value}))`;
  switch (nameOf(unit)) {
    case "DAY":
      return `(CAST(${end} AS date) - CAST(${start} AS date))`;
    case "MONTH":
      return `CAST(${months(end)} - ${months(start)} AS bigint)`;
    case "YEAR":
      return `CAST(EXTRACT(YEAR FROM ${end}) - EXTRACT(YEAR FROM ${start}) AS bigint)`;
    default:
      return unsupported(`DATE_DIFF by ${nameOf(unit)}`);
  }
}

function nameOf(unit: DatePart | Expression | undefined): string {
  return unit?.kind === "part" ? unit.name : "";
}
