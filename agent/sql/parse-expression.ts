import type { Binary, BinaryOp, Expression, InTest } from "./ast.ts";
import { complain } from "./complaint.ts";
import { type Cursor, commaList, MAX_CHAIN } from "./cursor.ts";
import { parsePrimary } from "./parse-primary.ts";

/** Binary operators by strength, weakest first, as BigQuery's "Operator precedence" lists them; `||` is as strong as `*`. */
const LEVELS: readonly (readonly BinaryOp[])[] = [
  ["|"],
  ["^"],
  ["&"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "||"],
];
const COMPARISONS: Readonly<Record<string, BinaryOp>> = {
  "=": "=",
  "!=": "!=",
  "<>": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

/** @throws {Complaint} */
export function parseExpression(cursor: Cursor): Expression {
  return parseChain(cursor, "OR", () => parseChain(cursor, "AND", () => parseNot(cursor)));
}

function parseChain(cursor: Cursor, op: "OR" | "AND", operand: () => Expression): Expression {
  let left = operand();
  for (let links = 1; cursor.accept(op); links++)
    left = join(left, { op, right: operand() }, links);
  return left;
}

function join(left: Expression, rest: Pick<Binary, "op" | "right">, links: number): Expression {
  if (links > MAX_CHAIN) complain(`More than ${MAX_CHAIN} operators in a row; use IN or a join`);
  return { kind: "binary", left, ...rest };
}

function parseNot(cursor: Cursor): Expression {
  if (!cursor.accept("NOT")) return parseComparison(cursor);
  return { kind: "unary", op: "NOT", value: cursor.nested(() => parseNot(cursor)) };
}

function parseComparison(cursor: Cursor): Expression {
  const left = parseLevel(cursor, 0);
  const test = parseTest(cursor, left);
  if (test === undefined) return left;
  if (parseTest(cursor, test) !== undefined) {
    complain("Comparisons cannot follow one another; join them with AND or use brackets");
  }
  return test;
}

/** A comparison that has `left` on its left, or undefined when none follows. */
function parseTest(cursor: Cursor, left: Expression): Expression | undefined {
  const op = cursor.peek().kind === "symbol" ? COMPARISONS[cursor.peek().text] : undefined;
  if (op !== undefined && !isShift(cursor)) {
    cursor.next();
    return { kind: "binary", op, left, right: parseLevel(cursor, 0) };
  }
  if (cursor.accept("IS")) return parseIs(cursor, left);
  const not = cursor.at("NOT");
  if (not && !["LIKE", "IN", "BETWEEN"].includes(cursor.peek(1).upper)) return undefined;
  if (not) cursor.next();
  if (cursor.accept("LIKE")) return parseLike(cursor, left, not);
  if (cursor.accept("IN")) return parseIn(cursor, left, not);
  if (cursor.accept("BETWEEN")) return parseBetween(cursor, left, not);
  return undefined;
}

function parseLike(cursor: Cursor, left: Expression, not: boolean): Expression {
  if (cursor.at("ANY") || cursor.at("SOME") || cursor.at("ALL"))
    return parseLikeAny(cursor, left, not);
  return { kind: "binary", op: not ? "NOT LIKE" : "LIKE", left, right: parseLevel(cursor, 0) };
}

/** Written out as conditions joined with OR or AND, which every engine reads alike; of a column, since it is said again. */
function parseLikeAny(cursor: Cursor, left: Expression, not: boolean): Expression {
  const op = cursor.at("ALL") ? "AND" : "OR";
  cursor.next();
  if (not || left.kind !== "path" || cursor.at("UNNEST"))
    complain("This LIKE ANY or ALL is not supported; join LIKE conditions with OR or AND");
  cursor.expectSymbol("(");
  const patterns = cursor.nested(() => commaList(cursor, () => cursor.expression()));
  cursor.expectSymbol(")");
  return patterns
    .map((right): Expression => ({ kind: "binary", op: "LIKE", left: { ...left }, right }))
    .reduce((all, one) => ({ kind: "binary", op, left: all, right: one }));
}

function parseBetween(cursor: Cursor, value: Expression, not: boolean): Expression {
  const low = parseLevel(cursor, 0);
  cursor.expect("AND");
  return { kind: "between", value, not, low, high: parseLevel(cursor, 0) };
}

function parseIs(cursor: Cursor, value: Expression): Expression {
  const not = cursor.accept("NOT");
  if (cursor.accept("DISTINCT", "FROM")) {
    const op = not ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM";
    return { kind: "binary", op, left: value, right: parseLevel(cursor, 0) };
  }
  for (const what of ["NULL", "TRUE", "FALSE"] as const) {
    if (cursor.accept(what)) return { kind: "is", value, not, what };
  }
  return cursor.unexpected("NULL, TRUE, FALSE or DISTINCT FROM");
}

function parseIn(cursor: Cursor, value: Expression, not: boolean): Expression {
  return { kind: "in", value, not, among: parseAmong(cursor) };
}

function parseAmong(cursor: Cursor): InTest["among"] {
  if (cursor.accept("UNNEST")) {
    cursor.expectSymbol("(");
    const array = cursor.nested(() => cursor.expression());
    cursor.expectSymbol(")");
    return { kind: "unnest", array };
  }
  cursor.expectSymbol("(");
  const among = cursor.nested((): InTest["among"] =>
    cursor.at("SELECT") || cursor.at("WITH")
      ? { kind: "query", query: cursor.query() }
      : { kind: "list", items: commaList(cursor, () => cursor.expression()) },
  );
  cursor.expectSymbol(")");
  return among;
}

function parseLevel(cursor: Cursor, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return parseUnary(cursor);
  let left = parseLevel(cursor, level + 1);
  for (let links = 1; ; links++) {
    const op = takeOperator(cursor, operators);
    if (op === undefined) return left;
    left = join(left, { op, right: parseLevel(cursor, level + 1) }, links);
  }
}

function takeOperator(cursor: Cursor, operators: readonly BinaryOp[]): BinaryOp | undefined {
  if (operators.includes(">>") && isShift(cursor)) {
    cursor.next();
    cursor.next();
    return ">>";
  }
  const { kind, text } = cursor.peek();
  const op = kind === "symbol" ? operators.find((candidate) => candidate === text) : undefined;
  if (op !== undefined) cursor.next();
  return op;
}

/** Two ">" with nothing between: the lexer leaves them apart because types close with them. */
function isShift(cursor: Cursor): boolean {
  const [first, second] = [cursor.peek(), cursor.peek(1)];
  return first.text === ">" && second.text === ">" && first.end === second.start;
}

function parseUnary(cursor: Cursor): Expression {
  if (cursor.acceptSymbol("+")) return cursor.nested(() => parseUnary(cursor));
  for (const op of ["-", "~"] as const) {
    if (cursor.acceptSymbol(op)) {
      return { kind: "unary", op, value: cursor.nested(() => parseUnary(cursor)) };
    }
  }
  return parsePostfix(cursor);
}

function parsePostfix(cursor: Cursor): Expression {
  let value = parsePrimary(cursor);
  for (let links = 1; links <= MAX_CHAIN; links++) {
    if (cursor.acceptSymbol(".")) value = { kind: "field", value, name: fieldName(cursor) };
    else if (cursor.acceptSymbol("[")) value = parseIndex(cursor, value);
    else return value;
  }
  return complain("Too many fields and indexes in a row");
}

function fieldName(cursor: Cursor): string {
  const { kind } = cursor.peek();
  return kind === "word" || kind === "quoted"
    ? cursor.next().text
    : cursor.unexpected("a field's name");
}

const MODES = ["OFFSET", "SAFE_OFFSET", "ORDINAL", "SAFE_ORDINAL"] as const;

function parseIndex(cursor: Cursor, value: Expression): Expression {
  const mode = MODES.find((word) => cursor.at(word) && cursor.peek(1).text === "(");
  if (mode !== undefined) {
    cursor.next();
    cursor.expectSymbol("(");
  }
  const at = cursor.nested(() => cursor.expression());
  if (mode !== undefined) cursor.expectSymbol(")");
  cursor.expectSymbol("]");
  return { kind: "index", value, mode: mode ?? "PLAIN", at };
}
