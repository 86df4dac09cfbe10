import { encodePath } from "./document-path.ts";
import type { DocumentQuery, Filter } from "./documents.ts";

type SqlValue = string | number;

/** A statement with its values; `indexes` are statements that create what it needs to be quick. */
export type SqlQuery = {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  readonly indexes: readonly string[];
};

/** Less than every character of an encoded segment, so that paths sort segment by segment as in Firestore. */
export const PATH_SEPARATOR = "\t";

/** The query over the table `documents`, without what has expired by `nowMs`. */
export function toSql(query: DocumentQuery, nowMs: number): SqlQuery {
  const scope = scopeOf(query.from);
  const filters = (query.where ?? []).map(toCondition);
  const order = orderOf(query);
  const conditions = [
    { sql: `${scope.column} = ?`, values: [scope.value] },
    { sql: "(expire_at IS NULL OR expire_at > ?)", values: [nowMs] },
    ...filters,
    ...order.conditions,
  ];
  return {
    sql: `SELECT path, fields, bytes, version FROM documents WHERE ${conditions
      .map((condition) => condition.sql)
      .join(" AND ")} ORDER BY ${order.sql} LIMIT ?`,
    values: [...conditions.flatMap((condition) => condition.values), query.limit ?? -1],
    // Every field asked for by equality is indexed, as Firestore does.
    indexes: (query.where ?? [])
      .filter((filter) => filter.is === "=")
      .map(({ field }) => indexOn(scope.column, field)),
  };
}

type Condition = { readonly sql: string; readonly values: readonly SqlValue[] };

function scopeOf(from: DocumentQuery["from"]): { column: string; value: string } {
  return "everyCollection" in from
    ? { column: "name", value: encodePath([from.everyCollection]).join(PATH_SEPARATOR) }
    : { column: "collection", value: encodePath(from).join(PATH_SEPARATOR) };
}

function toCondition({ field, is, value }: Filter): Condition {
  const types = { string: "'text'", number: "'integer', 'real'", boolean: "'true', 'false'" };
  const type =
    typeof value === "string" ? "string" : typeof value === "number" ? "number" : "boolean";
  return {
    sql: `${fieldOf(field)} ${is} ? AND json_type(fields, ${pathOf(field)}) IN (${types[type]})`,
    values: [typeof value === "boolean" ? Number(value) : value],
  };
}

function orderOf({ orderBy, after }: DocumentQuery): { sql: string; conditions: Condition[] } {
  const descending = orderBy?.direction === "descending";
  const direction = descending ? "DESC" : "ASC";
  const beyond = descending ? "<" : ">";
  const last = after && encodePath(after.path).join(PATH_SEPARATOR);
  if (!orderBy) {
    const conditions = last ? [{ sql: `path ${beyond} ?`, values: [last] }] : [];
    return { sql: "path ASC", conditions };
  }
  const value = fieldOf(orderBy.field);
  const present = { sql: `${value} IS NOT NULL`, values: [] };
  const lastValue = after?.fields[orderBy.field];
  const cursor =
    last && (typeof lastValue === "string" || typeof lastValue === "number")
      ? [{ sql: `(${value}, path) ${beyond} (?, ?)`, values: [lastValue, last] }]
      : [];
  return { sql: `${value} ${direction}, path ${direction}`, conditions: [present, ...cursor] };
}

function indexOn(column: string, field: string): string {
  return `CREATE INDEX IF NOT EXISTS documents_${column}_${field} ON documents (${column}, ${fieldOf(field)})`;
}

function fieldOf(field: string): string {
  return `json_extract(fields, ${pathOf(field)})`;
}

/** Field names go into SQL as text, so they must be names. */
function pathOf(field: string): string {
  if (!/^[A-Za-z]\w*$/.test(field))
    throw new Error(`Cannot query field "${field}": must be a name`);
  return `'$.${field}'`;
}
