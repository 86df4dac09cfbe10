import type { TypeName } from "./ast.ts";

/** A BigQuery type as far as it is known. `UNKNOWN` fits everywhere. */
export type SqlType =
  | { readonly kind: ScalarKind }
  | { readonly kind: "ARRAY"; readonly element: SqlType }
  | { readonly kind: "STRUCT"; readonly fields: readonly SqlField[] };

export type ScalarKind =
  | "INT64"
  | "FLOAT64"
  | "NUMERIC"
  | "STRING"
  | "BOOL"
  | "BYTES"
  | "DATE"
  | "DATETIME"
  | "TIMESTAMP"
  | "TIME"
  | "INTERVAL"
  | "JSON"
  | "UNKNOWN";

export type SqlField = { readonly name: string; readonly type: SqlType };

export const UNKNOWN: SqlType = { kind: "UNKNOWN" };

export function scalar(kind: ScalarKind): SqlType {
  return { kind };
}

export function arrayOf(element: SqlType): SqlType {
  return { kind: "ARRAY", element };
}

/** The type of an array's items, UNKNOWN when it is no array. */
export function elementOf(type: SqlType): SqlType {
  return type.kind === "ARRAY" ? type.element : UNKNOWN;
}

export function toSqlType(name: TypeName): SqlType {
  switch (name.kind) {
    case "simple":
      return scalar(name.name === "BIGNUMERIC" ? "NUMERIC" : (name.name as ScalarKind));
    case "array":
      return arrayOf(toSqlType(name.element));
    case "struct":
      return {
        kind: "STRUCT",
        fields: name.fields.map((field) => ({
          name: field.name ?? "",
          type: toSqlType(field.type),
        })),
      };
  }
}

const WIDTH: Readonly<Partial<Record<SqlType["kind"], number>>> = {
  INT64: 1,
  NUMERIC: 2,
  FLOAT64: 3,
};

/** The type that values of all these have together: the widest number, else the first known one. */
export function unify(types: readonly SqlType[]): SqlType {
  const known = types.filter((type) => type.kind !== "UNKNOWN");
  const [first] = known;
  if (first === undefined) return UNKNOWN;
  if (!known.every((type) => WIDTH[type.kind] !== undefined)) return first;
  return known.reduce((a, b) => ((WIDTH[b.kind] ?? 0) > (WIDTH[a.kind] ?? 0) ? b : a));
}
