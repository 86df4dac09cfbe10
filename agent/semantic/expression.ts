import { Dialect, generate, parse, transpile } from "@polyglot-sql/sdk";
import { fail, ok, type Result } from "../failure.ts";

/** A node of a SQL tree: one key that names its kind, or a bag of a kind's parts. */
export type Node = { readonly [key: string]: unknown };

/** A column as written: `dataset.name` or `name`. */
export type ColumnRef = { readonly dataset?: string; readonly name: string };

/** The tree of one scalar or aggregate SQL expression, or words that say what is wrong with it. */
export function parseExpression(text: string): Result<Node> {
  const parsed = parse(`SELECT ${text}\n`, Dialect.BigQuery);
  if (!parsed.success) return refuse(`is not valid SQL: ${plain(parsed.error)}`);
  const [statement, more] = list(parsed.ast);
  const select = part(statement, "select");
  const [expression, another] = list(select?.["expressions"]);
  if (!select || !expression) return refuse("is not an expression");
  if (more || another || CLAUSES.some((clause) => hasClause(select, clause))) {
    return refuse("must be one expression, not a statement or a list");
  }
  const misfit = MISFITS.find(([kind]) => find(expression, kind).length > 0);
  return misfit ? refuse(misfit[1]) : ok(expression);
}

/** ANSI SQL as BigQuery writes it; the text itself when it cannot be read. */
export function fromAnsi(text: string): string {
  const written = transpile(`SELECT ${text}\n`, Dialect.Generic, Dialect.BigQuery);
  return written.success ? (written.sql?.[0] ?? "").replace(/^SELECT\s+/, "") : text;
}

/** The tree as BigQuery SQL. */
export function toSql(node: Node): string {
  const column = toColumnRef(node);
  if (column)
    return [column.dataset, column.name]
      .flatMap((name) => (name ? [quoteName(name)] : []))
      .join(".");
  const select = { ...EMPTY_SELECT, expressions: [wholeIntervals(node)] };
  const written = generate([{ select }], Dialect.BigQuery);
  if (!written.success) throw new Error(`Cannot write an expression: ${written.error}`);
  return (written.sql?.[0] ?? "").replace(/^SELECT\s+/, "");
}

/** Every column of the tree, in order, repeats included. */
export function columnsIn(node: Node): readonly ColumnRef[] {
  return find(node, "column").flatMap((column) => toColumnRef(column) ?? []);
}

/** What a column node names; undefined for any other node. */
export function toColumnRef(node: Node): ColumnRef | undefined {
  const column = part(node, "column");
  const name = part(column, "name")?.["name"];
  const dataset = part(column, "table")?.["name"];
  if (typeof name !== "string") return undefined;
  return typeof dataset === "string" ? { dataset, name } : { name };
}

/** The tree with every column replaced that `replace` has something for. */
export function mapColumns(node: Node, replace: (column: ColumnRef) => Node | undefined): Node {
  return mapNodes(node, (inner) => {
    const column = toColumnRef(inner);
    return column && replace(column);
  });
}

/** The tree with nodes replaced, outermost first; what was put in is not looked at again. */
export function mapNodes(node: Node, replace: (node: Node) => Node | undefined): Node {
  return mapValue(node, replace) as Node;
}

function mapValue(value: unknown, replace: (node: Node) => Node | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => mapValue(item, replace));
  if (!isNode(value)) return value;
  const replaced = replace(value);
  if (replaced) return replaced;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, mapValue(inner, replace)]),
  );
}

/** Nodes of a kind anywhere in the tree, outermost first. */
export function find(node: Node, kind: string): readonly Node[] {
  const found: Node[] = [];
  mapNodes(node, (inner) => {
    if (isNode(inner[kind])) found.push(inner);
    return undefined;
  });
  return found;
}

/** A column node; without a dataset it names an output column. */
export function columnNode(name: string, dataset?: string): Node {
  return { column: { name: identifier(name), table: dataset ? identifier(dataset) : null } };
}

/** The node, in parentheses when it is more than a name or a call. */
export function enclosed(node: Node): Node {
  const bare = ["column", "literal", "function", "cast", "paren", "boolean"];
  return bare.some((kind) => kind in node) ? node : { paren: { this: node } };
}

/** A name as SQL: as it stands, or in back-ticks when it is not a plain word or is a reserved one. */
export function quoteName(name: string): string {
  return needsQuotes(name) ? `\`${name.replaceAll("`", "")}\`` : name;
}

/** A part of a node, when it is a node itself. */
export function part(node: unknown, key: string): Node | undefined {
  const value = isNode(node) ? node[key] : undefined;
  return isNode(value) ? value : undefined;
}

export function list(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function identifier(name: string): Node {
  return { name, quoted: needsQuotes(name) };
}

function needsQuotes(name: string): boolean {
  return !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || RESERVED.has(name.toUpperCase());
}

function hasClause(select: Node, clause: string): boolean {
  const value = select[clause];
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** BigQuery wants `INTERVAL 1 DAY`; the generator of 0.12.1 writes `INTERVAL '1' DAY`, which it refuses. */
function wholeIntervals(node: Node): Node {
  return mapNodes(node, (inner) => {
    const interval = part(inner, "interval");
    const value = part(part(interval, "this"), "literal")?.["value"];
    if (!interval || typeof value !== "string" || !/^-?\d+$/.test(value)) return undefined;
    return { interval: { ...interval, this: { literal: { literal_type: "number", value } } } };
  });
}

function plain(error: string | null | undefined): string {
  return (error ?? "cannot be parsed").replace(/^Parse error at line 1, column \d+: /, "");
}

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}

const CLAUSES = [
  "from",
  "joins",
  "where_clause",
  "group_by",
  "having",
  "order_by",
  "limit",
  "with",
];

const MISFITS = [
  ["alias", "must not carry an alias (AS)"],
  ["select", "must not hold a query; make the query a dataset's source"],
  ["subquery", "must not hold a query; make the query a dataset's source"],
  ["window_function", "must not be a window function; windows are calculations of a question"],
] as const;

const EMPTY_SELECT = {
  from: null,
  joins: [],
  lateral_views: [],
  where_clause: null,
  group_by: null,
  having: null,
  qualify: null,
  order_by: null,
  distribute_by: null,
  cluster_by: null,
  sort_by: null,
  limit: null,
  offset: null,
  fetch: null,
  distinct: false,
  distinct_on: null,
  top: null,
  with: null,
  sample: null,
  windows: null,
  hint: null,
  connect: null,
  into: null,
  locks: [],
  leading_comments: [],
};

/** Reserved words of GoogleSQL (cloud.google.com/bigquery/docs/reference/standard-sql/lexical). */
const RESERVED = new Set(
  `ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS CREATE CROSS CUBE
  CURRENT DEFAULT DEFINE DESC DISTINCT ELSE END ENUM ESCAPE EXCEPT EXCLUDE EXISTS EXTRACT FALSE FETCH FOLLOWING
  FOR FROM FULL GROUP GROUPING GROUPS HASH HAVING IF IGNORE IN INNER INTERSECT INTERVAL INTO IS JOIN LATERAL LEFT
  LIKE LIMIT LOOKUP MERGE NATURAL NEW NO NOT NULL NULLS OF ON OR ORDER OUTER OVER PARTITION PRECEDING PROTO QUALIFY
  RANGE RECURSIVE RESPECT RIGHT ROLLUP ROWS SELECT SET SOME STRUCT TABLESAMPLE THEN TO TREAT TRUE UNBOUNDED UNION
  UNNEST USING WHEN WHERE WINDOW WITH WITHIN`.split(/\s+/),
);
