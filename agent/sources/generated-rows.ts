import { quoteName } from "../sql/standard-query.ts";
import type { GeneratedTable } from "../warehouse/generated-table.ts";

/** One INSERT with every row of the table; empty when it has none. Values are literals of a script, not of a question. */
export function insertSql({ name, columns, rows }: GeneratedTable, schema: string): string {
  const all = [...rows].map((row) => `(${row.map(literal).join(", ")})`);
  if (all.length === 0) return "";
  const names = columns.map((column) => quoteName(column.name)).join(", ");
  return `INSERT INTO ${quoteName(schema)}.${quoteName(name)} (${names}) VALUES\n${all.join(",\n")};`;
}

function literal(value: string | number | boolean | null): string {
  if (value === null) return "NULL";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}
