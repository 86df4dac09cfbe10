import type { CaseBranch, Expression, TypedLiteral } from "./ast.ts";
import { complain } from "./complaint.ts";
import { type Cursor, commaList } from "./cursor.ts";
import { parseCall } from "./parse-call.ts";
import { parseDatePart, parseType } from "./parse-type.ts";

const TYPED: Readonly<Record<string, TypedLiteral>> = {
  DATE: "DATE",
  DATETIME: "DATETIME",
  TIMESTAMP: "TIMESTAMP",
  TIME: "TIME",
  NUMERIC: "NUMERIC",
  DECIMAL: "NUMERIC",
  JSON: "JSON",
};
const BARE_CALLS = ["CURRENT_DATE", "CURRENT_DATETIME", "CURRENT_TIMESTAMP", "CURRENT_TIME"];
const CALLABLE_KEYWORDS = ["IF", "LEFT", "RIGHT", "GROUPING"];

/** A literal, a column, a call, or anything in brackets. */
export function parsePrimary(cursor: Cursor): Expression {
  const { kind, text } = cursor.peek();
  switch (kind) {
    case "string":
      cursor.next();
      return { kind: "string", value: text };
    case "number":
      cursor.next();
      return { kind: "number", text };
    case "bytes":
      return complain("Bytes are not supported; use a string");
    case "symbol":
      return parseSymbol(cursor);
    case "word":
      return parseWord(cursor);
    case "quoted":
      return parseName(cursor);
    case "end":
      return cursor.unexpected("an expression");
  }
}

function parseSymbol(cursor: Cursor): Expression {
  if (cursor.acceptSymbol("[")) return { kind: "array", items: arrayItems(cursor) };
  if (!cursor.acceptSymbol("(")) return cursor.unexpected("an expression");
  const value = cursor.nested(() => parseBracketed(cursor));
  cursor.expectSymbol(")");
  return value;
}

function parseBracketed(cursor: Cursor): Expression {
  if (cursor.at("SELECT") || cursor.at("WITH")) return { kind: "scalar", query: cursor.query() };
  const items = commaList(cursor, () => cursor.expression());
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : { kind: "tuple", items };
}

function arrayItems(cursor: Cursor): readonly Expression[] {
  if (cursor.acceptSymbol("]")) return [];
  const items = cursor.nested(() => commaList(cursor, () => cursor.expression()));
  cursor.expectSymbol("]");
  return items;
}

function parseWord(cursor: Cursor): Expression {
  const special = SPECIAL[cursor.peek().upper];
  if (special !== undefined) return special(cursor);
  const { upper } = cursor.peek();
  const type = TYPED[upper];
  if (type !== undefined && cursor.peek(1).kind === "string") {
    cursor.next();
    return { kind: "typed", type, value: cursor.next().text };
  }
  const opens = cursor.peek(1).text === "(" && cursor.peek(1).kind === "symbol";
  if (opens && CALLABLE_KEYWORDS.includes(upper)) return parseCall(cursor, [cursor.next().text]);
  if (BARE_CALLS.includes(upper) && !opens) {
    cursor.next();
    return emptyCall(upper);
  }
  return parseName(cursor);
}

function emptyCall(name: string): Expression {
  return { kind: "call", name, safe: false, args: [], star: false, distinct: false, orderBy: [] };
}

const SPECIAL: Readonly<Record<string, (cursor: Cursor) => Expression>> = {
  TRUE: (cursor) => literal(cursor, { kind: "bool", value: true }),
  FALSE: (cursor) => literal(cursor, { kind: "bool", value: false }),
  NULL: (cursor) => literal(cursor, { kind: "null" }),
  CASE: parseCase,
  CAST: (cursor) => parseCast(cursor, false),
  SAFE_CAST: (cursor) => parseCast(cursor, true),
  EXTRACT: parseExtract,
  EXISTS: (cursor) => ({ kind: "exists", query: queryInBrackets(cursor) }),
  ARRAY: parseArray,
  STRUCT: parseStruct,
  INTERVAL: parseInterval,
};

function literal(cursor: Cursor, value: Expression): Expression {
  cursor.next();
  return value;
}

function parseName(cursor: Cursor): Expression {
  const parts = [cursor.name("an expression")];
  while (cursor.atSymbol(".") && ["word", "quoted"].includes(cursor.peek(1).kind)) {
    cursor.next();
    parts.push(cursor.next().text);
  }
  return cursor.atSymbol("(") ? parseCall(cursor, parts) : { kind: "path", parts };
}

function queryInBrackets(cursor: Cursor) {
  cursor.next();
  cursor.expectSymbol("(");
  const query = cursor.nested(() => cursor.query());
  cursor.expectSymbol(")");
  return query;
}

function parseCase(cursor: Cursor): Expression {
  cursor.next();
  return cursor.nested(() => {
    const operand = cursor.at("WHEN") ? undefined : cursor.expression();
    const branches: CaseBranch[] = [];
    while (cursor.accept("WHEN")) {
      const when = cursor.expression();
      cursor.expect("THEN");
      branches.push({ when, result: cursor.expression() });
    }
    if (branches.length === 0) cursor.unexpected("WHEN");
    const otherwise = cursor.accept("ELSE") ? cursor.expression() : undefined;
    cursor.expect("END");
    return { kind: "case", branches, ...(operand && { operand }), ...(otherwise && { otherwise }) };
  });
}

function parseCast(cursor: Cursor, safe: boolean): Expression {
  cursor.next();
  cursor.expectSymbol("(");
  const value = cursor.nested(() => cursor.expression());
  cursor.expect("AS");
  const type = parseType(cursor);
  if (cursor.at("FORMAT"))
    complain("CAST … FORMAT is not supported; use FORMAT_DATE or PARSE_DATE");
  cursor.expectSymbol(")");
  return { kind: "cast", safe, value, type };
}

function parseExtract(cursor: Cursor): Expression {
  cursor.next();
  cursor.expectSymbol("(");
  const part = parseDatePart(cursor);
  cursor.expect("FROM");
  const from = cursor.nested(() => cursor.expression());
  const zone = cursor.accept("AT", "TIME", "ZONE") ? cursor.expression() : undefined;
  cursor.expectSymbol(")");
  return { kind: "extract", part, from, ...(zone && { zone }) };
}

function parseArray(cursor: Cursor): Expression {
  if (cursor.peek(1).text === "(") return { kind: "array-query", query: queryInBrackets(cursor) };
  cursor.next();
  const element = cursor.acceptSymbol("<") ? parseType(cursor) : undefined;
  if (element) cursor.expectSymbol(">");
  cursor.expectSymbol("[");
  return { kind: "array", items: arrayItems(cursor), ...(element && { element }) };
}

function parseStruct(cursor: Cursor): Expression {
  cursor.next();
  if (cursor.atSymbol("<"))
    complain("STRUCT<…>(…) is not supported; name the fields as STRUCT(1 AS a)");
  cursor.expectSymbol("(");
  const fields = cursor.nested(() =>
    commaList(cursor, () => {
      const value = cursor.expression();
      return cursor.accept("AS") ? { name: cursor.name("a field's name"), value } : { value };
    }),
  );
  cursor.expectSymbol(")");
  return { kind: "struct", fields };
}

function parseInterval(cursor: Cursor): Expression {
  cursor.next();
  const written = cursor.nested(() => cursor.expression());
  const unit = cursor.name("a unit such as DAY or MONTH").toUpperCase();
  if (cursor.at("TO")) complain("INTERVAL … TO … is not supported; use one unit");
  const amount: Expression =
    written.kind === "string" && /^-?\d+$/.test(written.value) ? whole(written.value) : written;
  if (amount.kind === "string") complain(`An INTERVAL takes a whole number, not '${amount.value}'`);
  return { kind: "interval", amount, unit };
}

function whole(text: string): Expression {
  return text.startsWith("-")
    ? { kind: "unary", op: "-", value: { kind: "number", text: text.slice(1) } }
    : { kind: "number", text };
}
