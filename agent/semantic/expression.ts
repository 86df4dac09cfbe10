import { fail, ok, type Result } from "../failure.ts";
import type { Call, Expression, Path } from "../sql/ast.ts";
import { FUNCTIONS } from "../sql/functions.ts";
import { parseStatement } from "../sql/parse-query.ts";
import { createPrinter, type Style } from "../sql/print-expression.ts";
import { printType } from "../sql/print-query.ts";
import { RESERVED } from "../sql/reserved.ts";
import { stringLiteral } from "./literals.ts";
import { mend } from "./nearest.ts";

/** The tree of one scalar or aggregate expression of BigQuery's, or words that say what is wrong with it. */
export function parseExpression(text: string): Result<Expression> {
  const statement = attempt(() => parseStatement(`SELECT ${text}\n`));
  if (!statement.ok) return withoutPosition(statement);
  const { body, ...rest } = statement.value;
  if (body.kind !== "select") return refuse("must be one expression");
  const { items, distinct, asStruct, ...clauses } = body;
  const [item, more] = items;
  const bare = Object.values({ ...rest, ...clauses }).every(isAbsent) && !distinct && !asStruct;
  if (!item || more || !bare || item.value.kind === "star") {
    return refuse("must be one expression, not a statement or a list");
  }
  if (item.alias !== undefined) return refuse("must not carry an alias (AS)");
  return checkUse(item.value);
}

/** Positions count from the SELECT that was put before. */
function withoutPosition(refused: Extract<Result<never>, { ok: false }>): Result<never> {
  const { failure } = refused;
  if (failure.kind !== "bad-request") return refused;
  return refuse(failure.message.replace(/ at line \d+, column \d+/, ""));
}

function checkUse(expression: Expression): Result<Expression> {
  if (QUERIES.some((kind) => find(expression, kind).length > 0) || holdsQuery(expression)) {
    return refuse("must not hold a query; make the query a dataset's source");
  }
  const calls = find(expression, "call");
  if (calls.some(({ over }) => over)) {
    return refuse("must not be a window function; windows are calculations of a question");
  }
  const unknown = calls.find(({ name }) => !FUNCTIONS.has(name));
  return unknown
    ? refuse(`calls the function ${unknown.name}, which is not known${near(unknown.name)}`)
    : ok(expression);
}

/** ANSI SQL in BigQuery's words, where the two differ in names and types; the parser judges the rest. */
export function fromAnsi(text: string): string {
  return text
    .split(/('(?:[^']|'')*')/)
    .map((piece, index) =>
      index % 2 === 1
        ? stringLiteral(piece.slice(1, -1).replaceAll("''", "'"))
        : fromAnsiWords(piece),
    )
    .join("");
}

function fromAnsiWords(piece: string): string {
  return ANSI_TYPES.reduce(
    (so, [pattern, type]) => so.replace(pattern, `AS ${type}`),
    piece.replaceAll(/"([^"]+)"/g, "`$1`"),
  );
}

const ANSI_TYPES: readonly (readonly [RegExp, string])[] = [
  [/\bAS\s+(?:VARCHAR|CHARACTER VARYING|CHAR|CHARACTER|TEXT)(?:\s*\(\s*\d+\s*\))?/gi, "STRING"],
  [/\bAS\s+(?:INTEGER|INT|BIGINT|SMALLINT)\b/gi, "INT64"],
  [/\bAS\s+(?:DOUBLE PRECISION|DOUBLE|REAL|FLOAT)(?!\d)\b/gi, "FLOAT64"],
  [/\bAS\s+DECIMAL\b/gi, "NUMERIC"],
  [/\bAS\s+BOOLEAN\b/gi, "BOOL"],
];

/** The tree as BigQuery SQL. Equal trees give equal text. */
export function toSql(expression: Expression): string {
  return print(expression);
}

/** The tree as BigQuery SQL, in brackets unless it is a name, a value or a call. */
export function toOperand(expression: Expression): string {
  const loose = ["binary", "unary", "is", "between", "in", "interval"].includes(expression.kind);
  return loose ? `(${print(expression)})` : print(expression);
}

/** Every column of the tree as written, part by part, in order, repeats included. */
export function columnsIn(expression: Expression): readonly (readonly string[])[] {
  return find(expression, "path").map(({ parts }) => parts);
}

/** Nodes of a kind anywhere in the tree, outermost first. */
export function find<K extends Expression["kind"]>(
  expression: Expression,
  kind: K,
): readonly Extract<Expression, { kind: K }>[] {
  const found: Extract<Expression, { kind: K }>[] = [];
  mapNodes(expression, (node) => {
    if (node.kind === kind) found.push(node as Extract<Expression, { kind: K }>);
    return undefined;
  });
  return found;
}

/** The tree with every column replaced that `replace` has something for. */
export function mapColumns(
  expression: Expression,
  replace: (parts: readonly string[]) => Expression | undefined,
): Expression {
  return mapNodes(expression, (node) => (node.kind === "path" ? replace(node.parts) : undefined));
}

/** The tree with nodes replaced, outermost first; what was put in is not looked at again. */
export function mapNodes(
  expression: Expression,
  replace: (node: Expression) => Expression | undefined,
): Expression {
  return mapValue(expression, replace) as Expression;
}

function mapValue(value: unknown, replace: (node: Expression) => Expression | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => mapValue(item, replace));
  if (typeof value !== "object" || value === null) return value;
  const replaced = "kind" in value ? replace(value as Expression) : undefined;
  if (replaced) return replaced;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, mapValue(inner, replace)]),
  );
}

export function path(...parts: readonly string[]): Path {
  return { kind: "path", parts };
}

export function call(name: string, ...args: readonly Expression[]): Call {
  return { kind: "call", name, safe: false, args, star: false, distinct: false, orderBy: [] };
}

/** A name as SQL: as it stands, or in back-ticks when it is not a plain word or is a reserved one. */
export function quoteName(name: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toUpperCase());
  return plain ? name : `\`${name.replaceAll("`", "")}\``;
}

/** What runs, or the words of what it throws: the parser says so what it cannot read. */
export function attempt<T>(work: () => T): Result<T> {
  try {
    return ok(work());
  } catch (cause) {
    return refuse(`is not valid SQL: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

const style: Style = {
  bracketAll: false,
  name: quoteName,
  string: stringLiteral,
  type: printType,
  query: () => "SELECT NULL", // expressions hold no queries
  order: ({ value, descending }, inner) => `${inner(value)}${descending ? " DESC" : ""}`,
  own: () => undefined,
};
const print = createPrinter(style);

const QUERIES = ["exists", "scalar", "array-query"] as const;

function holdsQuery(expression: Expression): boolean {
  return find(expression, "in").some(({ among }) => among.kind === "query");
}

function isAbsent(value: unknown): boolean {
  return (
    value === undefined ||
    value === false ||
    value === "query" ||
    value === "select" ||
    (Array.isArray(value) && value.length === 0)
  );
}

function near(name: string): string {
  const words = mend(name, [...FUNCTIONS.keys()]);
  return words.startsWith("; did") ? words : "";
}

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}
