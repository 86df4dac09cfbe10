import { quoteName } from "../../sql/standard-query.ts";
import { arrayOf, type ScalarKind, type SqlField, type SqlType, scalar } from "../../sql/types.ts";
import { toWireField } from "../bigquery-fields.ts";
import type { WireField } from "../bigquery-wire.ts";
import { fromDuckdbType } from "../duckdb-catalog.ts";

/** Types by the names that a schema may call them: SQL's kind, the engine's type, and what the API answers with. */
const TYPES: Readonly<Record<string, readonly [kind: ScalarKind, engine: string, wire: string]>> = {
  STRING: ["STRING", "VARCHAR", "STRING"],
  BYTES: ["BYTES", "BLOB", "BYTES"],
  INTEGER: ["INT64", "BIGINT", "INTEGER"],
  INT64: ["INT64", "BIGINT", "INTEGER"],
  FLOAT: ["FLOAT64", "DOUBLE", "FLOAT"],
  FLOAT64: ["FLOAT64", "DOUBLE", "FLOAT"],
  NUMERIC: ["NUMERIC", "DECIMAL(38, 9)", "NUMERIC"],
  BIGNUMERIC: ["NUMERIC", "DECIMAL(38, 18)", "BIGNUMERIC"],
  BOOLEAN: ["BOOL", "BOOLEAN", "BOOLEAN"],
  BOOL: ["BOOL", "BOOLEAN", "BOOLEAN"],
  DATE: ["DATE", "DATE", "DATE"],
  DATETIME: ["DATETIME", "TIMESTAMP", "DATETIME"],
  TIMESTAMP: ["TIMESTAMP", "TIMESTAMP", "TIMESTAMP"],
  TIME: ["TIME", "TIME", "TIME"],
  JSON: ["JSON", "JSON", "JSON"],
  GEOGRAPHY: ["STRING", "VARCHAR", "GEOGRAPHY"],
};

/** A field as the API gives it back: old names of types, a mode, and its inner fields. @throws {Error} for a type there is not. */
export function normalField(field: WireField): WireField {
  const mode = field.mode?.toUpperCase() ?? "NULLABLE";
  const type = field.type.toUpperCase();
  if (type === "RECORD" || type === "STRUCT")
    return { ...field, type: "RECORD", mode, fields: (field.fields ?? []).map(normalField) };
  const known = TYPES[type];
  if (known === undefined) throw new Error(`Invalid value for type: ${type} is not a valid value`);
  return { ...field, type: known[2], mode };
}

/** What SQL calls the type of a column. */
export function sqlType(field: WireField): SqlType {
  if (field.mode === "REPEATED") return arrayOf(sqlType({ ...field, mode: "NULLABLE" }));
  if (field.fields !== undefined) return { kind: "STRUCT", fields: field.fields.map(sqlField) };
  return scalar(TYPES[field.type]?.[0] ?? "UNKNOWN");
}

export function sqlField(field: WireField): SqlField {
  return { name: field.name, type: sqlType(field) };
}

/** The engine's type that holds a column. */
export function engineType(field: WireField): string {
  if (field.mode === "REPEATED") return `${engineType({ ...field, mode: "NULLABLE" })}[]`;
  if (field.fields === undefined) return TYPES[field.type]?.[1] ?? "VARCHAR";
  const inner = field.fields.map((one) => `${quoteName(one.name)} ${engineType(one)}`);
  return `STRUCT(${inner.join(", ")})`;
}

/** A column of a result: what the statement says of its type, and where it says nothing what the engine made of it. */
export function resultField(name: string, known: SqlType, made: string): WireField {
  return toWireField(
    name,
    mergeTypes(known, made === "BLOB" ? scalar("BYTES") : fromDuckdbType(made)),
  );
}

function mergeTypes(known: SqlType, made: SqlType): SqlType {
  if (known.kind === "UNKNOWN") return made;
  if (known.kind === "ARRAY" && made.kind === "ARRAY")
    return arrayOf(mergeTypes(known.element, made.element));
  if (known.kind !== "STRUCT" || made.kind !== "STRUCT") return known;
  const { fields } = made;
  return {
    kind: "STRUCT",
    fields: fields.map(({ name, type }, i) => {
      const other = known.fields[i];
      return { name, type: other === undefined ? type : mergeTypes(other.type, type) };
    }),
  };
}
