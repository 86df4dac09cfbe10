import type { Derived, Query, Select, TableRef } from "./ast.ts";
import { type SqlScope, toCatalog } from "./guard.ts";
import { parseStatement } from "./parse-query.ts";
import { printBigquery } from "./print-query.ts";
import { resolveStatement } from "./resolve-query.ts";

/**
 * A statement that passed the guard under `scope`, with each table of which that shows only a part replaced by a
 * SELECT of that part: whatever an engine makes of a star, a whole row or a name, nothing else is there to be found.
 *
 * @throws {Error} when the statement did not pass the guard.
 */
export function projectTables(sql: string, scope: SqlScope, whole: SqlScope): string {
  const catalog = toCatalog(scope);
  const query = parseStatement(sql);
  const { tableOf } = resolveStatement(query, catalog);
  const narrow = new Set(
    [...scope.tables].flatMap(([table, columns]) =>
      columns.length < (whole.tables.get(table)?.length ?? 0) ? [table] : [],
    ),
  );
  const projected = rewrite(query, (ref) => {
    const table = tableOf.get(ref);
    if (table === undefined || !narrow.has(table)) return undefined;
    return select(ref, { table, columns: scope.tables.get(table) ?? [], dataset: scope.dataset });
  });
  const wholeCatalog = toCatalog(whole);
  return printBigquery(projected, resolveStatement(projected, wholeCatalog), wholeCatalog);
}

type Part = {
  readonly table: string;
  readonly columns: readonly string[];
  readonly dataset: string;
};

function select(ref: TableRef, { table, columns, dataset }: Part): Derived {
  const body: Select = {
    kind: "select",
    distinct: false,
    asStruct: false,
    items: columns.map((name) => ({ value: { kind: "path", parts: [table, name] } })),
    from: { kind: "table", path: [dataset, table] },
    windows: [],
  };
  const query: Query = { kind: "query", recursive: false, ctes: [], body, orderBy: [] };
  return { kind: "subquery", query, alias: ref.alias ?? table };
}

type Replace = (ref: TableRef) => Derived | undefined;

/** The tree with table references replaced; every other node is a copy or itself. */
function rewrite<T>(node: T, replace: Replace): T {
  if (Array.isArray(node)) return node.map((item: unknown) => rewrite(item, replace)) as T;
  if (typeof node !== "object" || node === null) return node;
  if (isTable(node)) return (replace(node) ?? node) as T;
  const entries = Object.entries(node).map(([key, value]) => [key, rewrite(value, replace)]);
  return Object.fromEntries(entries) as T;
}

function isTable(node: object): node is TableRef {
  return "kind" in node && node.kind === "table" && "path" in node;
}
