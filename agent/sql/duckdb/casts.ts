import type { Cast, Expression, TypeName } from "../ast.ts";
import type { SqlType } from "../types.ts";
import { quote, unsupported } from "./words.ts";

const TYPES: Readonly<Record<string, string>> = {
  INT64: "BIGINT",
  FLOAT64: "DOUBLE",
  NUMERIC: "DECIMAL(38, 9)",
  STRING: "VARCHAR",
  BOOL: "BOOLEAN",
  DATE: "DATE",
  DATETIME: "TIMESTAMP",
  TIMESTAMP: "TIMESTAMP",
  TIME: "TIME",
  JSON: "JSON",
};

/** A BigQuery type as DuckDB names it. */
export function duckdbType(type: TypeName): string {
  if (type.kind === "array") return `${duckdbType(type.element)}[]`;
  if (type.kind === "struct") return unsupported("A cast to STRUCT");
  if (type.precision !== undefined) return `DECIMAL(${type.precision}, ${type.scale ?? 0})`;
  return TYPES[type.name] ?? unsupported(`The type ${type.name}`, "use NUMERIC");
}

const MACROS: Readonly<Record<string, string>> = { INT64: "int", DATE: "date", BOOL: "bool" };

/** CAST and SAFE_CAST of `text`, which is of type `from`. */
export function writeCast({ type, safe }: Cast, text: string, from: SqlType["kind"]): string {
  const cast = safe ? "TRY_CAST" : "CAST";
  const name = type.kind === "simple" ? type.name : "";
  const macro = MACROS[name];
  if (macro !== undefined) return `bq_${safe ? "safe_" : ""}${macro}(${text})`;
  if (name === "STRING") return castToString(text, from);
  if (name === "TIMESTAMP") return toTimestamp(text, from === "STRING", cast);
  return `${cast}(${text} AS ${duckdbType(type)})`;
}

function castToString(text: string, from: SqlType["kind"]): string {
  if (from === "ARRAY" || from === "STRUCT") {
    return unsupported(`CAST of ${from} to STRING`, "use TO_JSON_STRING");
  }
  return from === "TIMESTAMP" ? `(bq_string(${text}) || '+00')` : `bq_string(${text})`;
}

/** A TIMESTAMP in UTC; a string may carry an offset. */
export function toTimestamp(text: string, isString: boolean, cast = "CAST"): string {
  return isString
    ? `CAST(${cast}(${text} AS TIMESTAMPTZ) AS TIMESTAMP)`
    : `${cast}(${text} AS TIMESTAMP)`;
}

/** A literal with its type before it. */
export function typedLiteral({ type, value }: Extract<Expression, { kind: "typed" }>): string {
  switch (type) {
    case "DATE":
    case "TIME":
      return `CAST(${quote(value)} AS ${type})`;
    case "DATETIME":
      return `CAST(${quote(value)} AS TIMESTAMP)`;
    case "TIMESTAMP":
      return toTimestamp(quote(value), true);
    case "NUMERIC":
      return `CAST(${quote(value)} AS DECIMAL(38, 9))`;
    case "JSON":
      return `CAST(${quote(value)} AS JSON)`;
  }
}
