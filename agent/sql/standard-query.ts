import type { Join, OrderItem, Query, SetOperation, TableRef } from "./ast.ts";
import { nest, type Print } from "./print-expression.ts";
import type { Catalog, Resolution } from "./resolution.ts";

/** What DuckDB and Postgres write alike of a query, and BigQuery otherwise. */

export const SET_OPERATORS: Readonly<Record<SetOperation["op"], string>> = {
  "UNION ALL": "UNION ALL",
  "UNION DISTINCT": "UNION",
  "INTERSECT DISTINCT": "INTERSECT",
  "EXCEPT DISTINCT": "EXCEPT",
};

/** A name as both read it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

type Parts = {
  readonly head: string;
  readonly body: string;
  readonly print: Print;
  readonly order: (item: OrderItem) => string;
};

/** A query around its body; `head` is its WITH. */
export function printAround(query: Query, { head, body, print, order }: Parts): string {
  return [
    head,
    body,
    query.orderBy.length > 0 ? `ORDER BY ${query.orderBy.map(order).join(", ")}` : "",
    query.limit ? `LIMIT ${print(query.limit)}` : "",
    query.offset ? `OFFSET ${print(query.offset)}` : "",
  ]
    .filter(Boolean)
    .join("\n");
}

type Bodies = {
  readonly select: (select: Extract<Query["body"], { kind: "select" }>) => string;
  readonly query: (query: Query) => string;
};

/** What a query selects, with the queries that it is put together of. */
export function printBody(body: Query["body"], { select, query }: Bodies): string {
  switch (body.kind) {
    case "select":
      return select(body);
    case "query":
      return nest(query(body));
    case "set":
      return body.parts
        .map((part) => (part.kind === "query" ? nest(query(part)) : select(part)))
        .join(`\n${SET_OPERATORS[body.op]}\n`);
  }
}

/** Where NULLs go is written out: they are the smallest values in BigQuery, the last or the largest elsewhere. */
export function printOrderItem({ descending, nulls }: OrderItem, value: string): string {
  const where = nulls ?? (descending ? "LAST" : "FIRST");
  return `${value} ${descending ? "DESC" : "ASC"} NULLS ${where}`;
}

type Known = { readonly resolution: Resolution; readonly catalog: Catalog };

/** A table in the dataset's schema, or a query of WITH, always under a name of its own. */
export function printTable(ref: TableRef, { resolution, catalog }: Known): string {
  const table = resolution.tableOf.get(ref);
  const name = ref.path.at(-1) ?? "";
  const path =
    table === undefined ? quoteName(name) : `${quoteName(catalog.dataset)}.${quoteName(table)}`;
  return `${path} AS ${quoteName(ref.alias ?? table ?? name)}`;
}

type Sides = { readonly print: Print; readonly from: (side: Join["left"]) => string };

export function printJoin({ join, left, right, on, using }: Join, { print, from }: Sides): string {
  const named = using ? ` USING (${using.map(quoteName).join(", ")})` : "";
  const condition = on ? ` ON ${print(on)}` : named;
  const inner = right.kind === "join" ? `(${from(right)})` : from(right);
  return `${from(left)}\n${join} JOIN ${inner}${condition}`;
}
