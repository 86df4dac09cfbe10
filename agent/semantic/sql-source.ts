import { Dialect, outputColumns, parse } from "@polyglot-sql/sdk";
import { fail, ok, type Result } from "../failure.ts";
import { find, list, type Node, part, quoteName } from "./expression.ts";
import type { Dataset } from "./model.ts";

/** What a dataset is read from. `columns` are those of a query, when it does not end in `*`. */
export type Source = Pick<Dataset, "source" | "tables"> & { readonly columns?: readonly string[] };

/** A dataset's `source`: a table (`a.b.table`, the last part counts) or one SELECT. */
export function parseSource(text: string): Result<Source> {
  const sql = text.trim().replace(/;\s*$/, "");
  if (!/^(SELECT|WITH)\b|^\(/i.test(sql)) {
    const table = lastPart(sql);
    if (!/^[\w-]+$/.test(table)) return refuse(`is neither a table's name nor a query`);
    return ok({ source: { kind: "table", table }, tables: [table] });
  }
  const tree = parseQuery(sql);
  if (!tree.ok) return tree;
  const tables = [...new Set(tablesIn(tree.value).map(({ table }) => table))];
  const columns = queryColumns(sql);
  return ok({ source: { kind: "query", sql }, tables, ...(columns && { columns }) });
}

/** The query with every table written `dataset.table`, its text otherwise as it was. */
export function qualifyTables(sql: string, dataset: string): string {
  const tree = parseQuery(sql);
  if (!tree.ok) return sql;
  const letters = Array.from(sql); // spans count characters, not UTF-16 units
  const latestFirst = tablesIn(tree.value).toSorted((a, b) => b.start - a.start);
  for (const { table, start, end } of latestFirst) {
    letters.splice(start, end - start, `${quoteName(dataset)}.${quoteName(table)}`);
  }
  return letters.join("");
}

type TableAt = { readonly table: string; readonly start: number; readonly end: number };

function parseQuery(sql: string): Result<Node> {
  const parsed = parse(sql, Dialect.BigQuery);
  if (!parsed.success) return refuse(`is not valid SQL: ${parsed.error ?? "it cannot be parsed"}`);
  const [tree, more] = list(parsed.ast);
  const isQuery =
    tree && ["select", "union", "intersect", "except", "subquery"].some((kind) => kind in tree);
  return isQuery && !more ? ok(tree) : refuse("must be one SELECT");
}

/** Tables that the query reads; names that its own WITH gives are none. */
function tablesIn(tree: Node): readonly TableAt[] {
  const given = new Set(find(tree, "with").flatMap(cteNames));
  return find(tree, "table").flatMap((node) => {
    const at = toTable(node);
    return at && !(at.bare && given.has(at.table)) ? [at] : [];
  });
}

function cteNames(node: Node): readonly string[] {
  return list(part(node, "with")?.["ctes"]).map((cte) => String(part(cte, "alias")?.["name"]));
}

function toTable(node: Node): (TableAt & { bare: boolean }) | undefined {
  const table = part(node, "table");
  const name = part(table, "name");
  const qualifiers = [part(table, "catalog"), part(table, "schema")].filter(
    (it) => it !== undefined,
  );
  const start = part(qualifiers[0] ?? name, "span")?.["start"];
  const end = part(name, "span")?.["end"];
  const written = name?.["name"];
  if (typeof start !== "number" || typeof end !== "number" || typeof written !== "string")
    return undefined;
  const bare = qualifiers.length === 0 && !written.includes(".");
  return { table: lastPart(written), start, end, bare };
}

function queryColumns(sql: string): readonly string[] | undefined {
  const { output } = outputColumns(sql, Dialect.BigQuery);
  if (!output?.ordinalComplete) return undefined;
  const names = output.columns.flatMap((column) => (column.kind === "named" ? [column.name] : []));
  return names.length === output.columns.length ? names : undefined;
}

function lastPart(name: string): string {
  return name.replaceAll("`", "").split(".").at(-1)?.trim() ?? "";
}

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}
