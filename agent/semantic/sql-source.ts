import { fail, ok, type Result } from "../failure.ts";
import type { Query, TableRef } from "../sql/ast.ts";
import { parseStatement } from "../sql/parse-query.ts";
import { impliedName } from "../sql/resolve-query.ts";
import { attempt } from "./expression.ts";
import type { Dataset } from "./model.ts";

/** What a dataset is read from. `columns` are those of a query, where it names them all. */
export type Source = Pick<Dataset, "source" | "tables"> & { readonly columns?: readonly string[] };

/** A dataset's `source`: a table (`a.b.table`, the last part counts) or one SELECT. */
export function parseSource(text: string): Result<Source> {
  const sql = text.trim().replace(/;\s*$/, "");
  if (!/^(SELECT|WITH)\b|^\(/i.test(sql)) return parseTable(sql);
  const parsed = attempt(() => parseStatement(sql));
  if (!parsed.ok) return parsed;
  const columns = columnsOf(parsed.value);
  return ok({
    source: { kind: "query", sql },
    tables: tablesIn(parsed.value),
    ...(columns && { columns }),
  });
}

function parseTable(name: string): Result<Source> {
  const table = lastPart(name);
  return /^[\w-]+$/.test(table)
    ? ok({ source: { kind: "table", table }, tables: [table] })
    : fail({ kind: "bad-request", message: "is neither a table's name nor a query" });
}

/** Tables that the query reads, each once; names that its own WITH gives are none. */
function tablesIn(query: Query): readonly string[] {
  const given = new Set<string>();
  const tables = new Set<string>();
  visit(query, (node) => {
    if (isQuery(node)) for (const { name } of node.ctes) given.add(name.toLowerCase());
    if (
      isTable(node) &&
      !(node.path.length === 1 && given.has((node.path[0] ?? "").toLowerCase()))
    ) {
      tables.add(lastPart(node.path.join(".")));
    }
  });
  return [...tables];
}

/** The query with its tables named by their last part alone. */
export function withoutQualifiers(query: Query): Query {
  const bare = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(bare);
    if (typeof value !== "object" || value === null) return value;
    if (isTable(value)) return { ...value, path: [lastPart(value.path.join("."))] };
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bare(inner)]));
  };
  return bare(query) as Query;
}

/** Names of the columns, undefined where a star stands for some. */
function columnsOf({ body }: Query): readonly string[] | undefined {
  if (body.kind === "query") return columnsOf(body);
  if (body.kind === "select") {
    const names = body.items.map(
      ({ alias, value }) => alias ?? (value.kind === "star" ? "" : impliedName(value)),
    );
    return names.every(Boolean) ? names : undefined;
  }
  const [first] = body.parts;
  if (!first) return undefined;
  return columnsOf(
    first.kind === "query"
      ? first
      : { kind: "query", recursive: false, ctes: [], body: first, orderBy: [] },
  );
}

function visit(value: unknown, see: (node: object) => void): void {
  if (typeof value !== "object" || value === null) return;
  see(value);
  for (const inner of Object.values(value)) visit(inner, see);
}

function isQuery(node: object): node is Query {
  return "ctes" in node;
}

function isTable(node: object): node is TableRef {
  return "kind" in node && node.kind === "table" && "path" in node;
}

function lastPart(name: string): string {
  return name.replaceAll("`", "").split(".").at(-1)?.trim() ?? "";
}
