import type { Call } from "./ast.ts";
import { complain } from "./complaint.ts";
import { checkPart } from "./date-parts.ts";
import { FUNCTIONS, type FunctionFacts } from "./functions.ts";
import { nearestFirst } from "./nearest.ts";
import { arrayOf, elementOf, type SqlType, scalar, UNKNOWN, unify } from "./types.ts";

/** What to write in BigQuery instead of a function of another engine. */
const INSTEAD: Readonly<Record<string, string>> = {
  NVL: "IFNULL",
  ISNULL: "IFNULL or IS NULL",
  IIF: "IF",
  DECODE: "CASE",
  NOW: "CURRENT_TIMESTAMP()",
  GETDATE: "CURRENT_DATE()",
  TO_CHAR: "FORMAT_DATE",
  TO_DATE: "PARSE_DATE",
  STRFTIME: "FORMAT_DATE",
  DATE_FORMAT: "FORMAT_DATE",
  DATEDIFF: "DATE_DIFF(end, start, DAY)",
  DATEADD: "DATE_ADD(d, INTERVAL 1 DAY)",
  DATE_PART: "EXTRACT(part FROM d)",
  YEAR: "EXTRACT(YEAR FROM d)",
  MONTH: "EXTRACT(MONTH FROM d)",
  QUARTER: "EXTRACT(QUARTER FROM d)",
  DAY: "EXTRACT(DAY FROM d)",
  MEDIAN: "APPROX_QUANTILES(x, 2)[OFFSET(1)]",
  GROUP_CONCAT: "STRING_AGG",
  LISTAGG: "STRING_AGG",
  LEN: "LENGTH",
  TRY_CAST: "SAFE_CAST",
  COUNT_IF: "COUNTIF",
  RAND: "nothing: results must be repeatable",
};

const MODIFIERS: Readonly<Record<string, readonly string[]>> = {
  "ORDER BY": ["ARRAY_AGG", "STRING_AGG", "ARRAY_CONCAT_AGG"],
  LIMIT: ["ARRAY_AGG", "STRING_AGG", "ARRAY_CONCAT_AGG"],
  HAVING: ["ANY_VALUE"],
  NULLS: [
    "ARRAY_AGG",
    "FIRST_VALUE",
    "LAST_VALUE",
    "NTH_VALUE",
    "PERCENTILE_CONT",
    "PERCENTILE_DISC",
    "APPROX_QUANTILES",
  ],
};

/** @throws {Complaint} for a function that may not be called, or not like this. */
export function checkCall(call: Call): void {
  const facts = FUNCTIONS.get(call.name);
  if (facts === undefined) refuseFunction(call.name);
  checkUse(call, facts);
  checkArity(call, facts);
  refuseModifier(call, "ORDER BY", call.orderBy.length > 0);
  refuseModifier(call, "LIMIT", call.limit !== undefined);
  refuseModifier(call, "HAVING", call.having !== undefined);
  refuseModifier(call, "NULLS", call.nulls !== undefined);
  for (const arg of call.args) if (arg.kind === "part") checkPart(call.name, arg);
}

function refuseFunction(name: string): never {
  const instead = INSTEAD[name];
  const hint = instead ?? nearestFirst(name, FUNCTIONS.keys()).slice(0, 3).join(", ");
  complain(`Function ${name} cannot be used here; ${instead ? "write" : "nearest:"} ${hint}`);
}

function checkUse(call: Call, { use }: FunctionFacts): void {
  if (use === "window" && !call.over) complain(`${call.name} needs OVER (…)`);
  if (use === "scalar" && call.over) complain(`${call.name} cannot have OVER (…)`);
  if (use !== "scalar" && call.safe) complain(`SAFE. cannot stand before ${call.name}`);
  if (use !== "aggregate" && call.distinct) complain(`DISTINCT cannot stand in ${call.name}(…)`);
}

function checkArity(call: Call, { min, max }: FunctionFacts): void {
  const given = call.args.length;
  const missing = call.name === "COUNT" && !call.star && given === 0;
  if (!missing && given >= min && given <= max) return;
  const wanted = min === max ? `${min}` : `${min} to ${max}`;
  complain(
    `${call.name} takes ${missing ? "one argument or *" : `${wanted} arguments`}, not ${given}`,
  );
}

function refuseModifier(call: Call, modifier: string, present: boolean): void {
  if (present && !MODIFIERS[modifier]?.includes(call.name)) {
    complain(`${modifier} cannot stand in ${call.name}(…)`);
  }
}

/** The type that a call gives for arguments of these types. */
export function returnType(call: Call, types: readonly SqlType[]): SqlType {
  const returns = FUNCTIONS.get(call.name)?.returns ?? "UNKNOWN";
  const [first = UNKNOWN] = types;
  switch (returns) {
    case "same":
      return widen(call, first);
    case "unify":
      return unify(call.name === "IF" ? types.slice(1) : types);
    case "element":
      return elementOf(first);
    case "list":
      return arrayOf(first);
    case "strings":
      return arrayOf(scalar("STRING"));
    case "DATES":
      return arrayOf(scalar("DATE"));
    case "TIMESTAMPS":
      return arrayOf(scalar("TIMESTAMP"));
    case "JSONS":
      return arrayOf(scalar("JSON"));
    case "sum":
      return first;
    case "average":
      return averageType(types);
    default:
      return scalar(returns);
  }
}

function averageType(types: readonly SqlType[]): SqlType {
  const wide = unify(types);
  if (wide.kind === "NUMERIC") return wide;
  return types.some(({ kind }) => kind === "UNKNOWN") ? UNKNOWN : scalar("FLOAT64");
}

const ROUNDERS = ["ROUND", "TRUNC", "CEIL", "CEILING", "FLOOR"];

/** Rounding an INT64 gives a FLOAT64; a string given to a date function is read as a date. */
function widen(call: Call, type: SqlType): SqlType {
  if (ROUNDERS.includes(call.name) && type.kind === "INT64") return scalar("FLOAT64");
  if (call.name.startsWith("DATE_") && type.kind === "STRING") return scalar("DATE");
  return type;
}
