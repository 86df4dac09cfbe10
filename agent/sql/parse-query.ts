import type { Query, Select, SelectItem, SetOperation, SetOperator, Star } from "./ast.ts";
import { complain } from "./complaint.ts";
import { type Cursor, commaList, createCursor, MAX_CHAIN } from "./cursor.ts";
import { position, tokenize } from "./lexer.ts";
import { parseOrderBy, parseWindow } from "./parse-call.ts";
import { parseExpression } from "./parse-expression.ts";
import { parseFrom } from "./parse-from.ts";
import { parseGroupBy } from "./parse-group.ts";

/**
 * The one query of a BigQuery statement.
 *
 * @throws {Complaint} for anything that is not exactly one query, in words.
 */
export function parseStatement(sql: string): Query {
  const tokens = tokenize(sql);
  const cursor = createCursor(sql, tokens, { expression: parseExpression, query: parseQuery });
  refuseOtherStatements(cursor);
  const query = parseQuery(cursor);
  const ended = cursor.acceptSymbol(";");
  if (cursor.peek().kind === "end") return query;
  if (ended) complain("Only one statement can be run at a time; drop what follows the semicolon");
  const { text, start } = cursor.peek();
  return complain(`Unexpected "${text.slice(0, 40)}" at ${position(sql, start)}`);
}

function refuseOtherStatements(cursor: Cursor): void {
  const { kind, upper } = cursor.peek();
  if (kind === "end") complain("The statement is empty; write a SELECT");
  if (kind === "word" && upper !== "SELECT" && upper !== "WITH") {
    complain(`Only a SELECT can be run here, not ${upper}`);
  }
}

function parseQuery(cursor: Cursor): Query {
  return cursor.nested(() => {
    const withClause = parseWith(cursor);
    const body = parseBody(cursor);
    const orderBy = parseOrderBy(cursor);
    const limit = cursor.accept("LIMIT") ? cursor.expression() : undefined;
    const offset = limit && cursor.accept("OFFSET") ? cursor.expression() : undefined;
    const bare = withClause.ctes.length === 0 && orderBy.length === 0 && limit === undefined;
    if (bare && body.kind === "query") return body;
    return {
      kind: "query",
      ...withClause,
      body,
      orderBy,
      ...(limit && { limit }),
      ...(offset && { offset }),
    };
  });
}

function parseWith(cursor: Cursor): Pick<Query, "recursive" | "ctes"> {
  if (!cursor.accept("WITH")) return { recursive: false, ctes: [] };
  const recursive = cursor.accept("RECURSIVE");
  const ctes = commaList(cursor, () => {
    const name = cursor.name("a name for the WITH query");
    if (cursor.atSymbol("("))
      complain(`Column names after "${name}" are not BigQuery; name them in its SELECT`);
    cursor.expect("AS");
    return { name, query: queryInBrackets(cursor) };
  });
  return { recursive, ctes };
}

function queryInBrackets(cursor: Cursor): Query {
  cursor.expectSymbol("(");
  const query = parseQuery(cursor);
  cursor.expectSymbol(")");
  return query;
}

function parseBody(cursor: Cursor): Query["body"] {
  const first = parsePart(cursor);
  const op = parseSetOperator(cursor);
  if (op === undefined) return first;
  const parts = [first, parsePart(cursor)];
  for (let next = parseSetOperator(cursor); next !== undefined; next = parseSetOperator(cursor)) {
    if (next !== op) complain(`${op} and ${next} in a row need brackets to say which comes first`);
    if (op !== "UNION ALL" && op !== "UNION DISTINCT")
      complain(`More than one ${op} in a row needs brackets`);
    parts.push(parsePart(cursor));
    if (parts.length > MAX_CHAIN) complain(`More than ${MAX_CHAIN} queries in a row`);
  }
  return { kind: "set", op, parts };
}

function parsePart(cursor: Cursor): SetOperation["parts"][number] {
  return cursor.atSymbol("(") ? queryInBrackets(cursor) : parseSelect(cursor);
}

function parseSetOperator(cursor: Cursor): SetOperator | undefined {
  const word = (["UNION", "INTERSECT", "EXCEPT"] as const).find((name) => cursor.accept(name));
  if (word === undefined) return undefined;
  if (word === "UNION" && cursor.accept("ALL")) return "UNION ALL";
  if (!cursor.accept("DISTINCT"))
    complain(`BigQuery wants ${word} DISTINCT${word === "UNION" ? " or UNION ALL" : ""}`);
  return `${word} DISTINCT`;
}

function parseSelect(cursor: Cursor): Select {
  cursor.expect("SELECT");
  const distinct = cursor.accept("DISTINCT");
  if (!distinct) cursor.accept("ALL");
  const asStruct = cursor.accept("AS", "STRUCT");
  if (!asStruct && cursor.at("AS")) complain("SELECT AS VALUE is not supported");
  const items = parseItems(cursor);
  return { kind: "select", distinct, asStruct, items, ...parseClauses(cursor) };
}

function parseClauses(cursor: Cursor): Omit<Select, "kind" | "distinct" | "asStruct" | "items"> {
  const condition = (word: string) => (cursor.accept(word) ? cursor.expression() : undefined);
  const from = cursor.accept("FROM") ? parseFrom(cursor) : undefined;
  const where = condition("WHERE");
  const groupBy = cursor.accept("GROUP", "BY") ? parseGroupBy(cursor) : undefined;
  const having = condition("HAVING");
  const qualify = condition("QUALIFY");
  const windows = cursor.accept("WINDOW") ? parseWindows(cursor) : [];
  return {
    windows,
    ...(from && { from }),
    ...(where && { where }),
    ...(groupBy && { groupBy }),
    ...(having && { having }),
    ...(qualify && { qualify }),
  };
}

function parseItems(cursor: Cursor): readonly SelectItem[] {
  const items = [parseItem(cursor)];
  while (cursor.acceptSymbol(",")) {
    // BigQuery allows a comma after the last one.
    if (cursor.at("FROM") || cursor.peek().kind === "end" || cursor.atSymbol(")")) break;
    items.push(parseItem(cursor));
  }
  return items;
}

function parseItem(cursor: Cursor): SelectItem {
  const star = parseStar(cursor);
  if (star !== undefined) return { value: star };
  const value = cursor.expression();
  const alias = parseAlias(cursor);
  return alias === undefined ? { value } : { value, alias };
}

/** `AS name`, or a bare name; undefined when neither comes next. */
export function parseAlias(cursor: Cursor): string | undefined {
  if (cursor.accept("AS")) return cursor.name("a name after AS");
  return cursor.atName() ? cursor.name("a name") : undefined;
}

function parseStar(cursor: Cursor): Star | undefined {
  const qualified = cursor.atName() && cursor.peek(1).text === "." && cursor.peek(2).text === "*";
  const symbols = !qualified || cursor.peek(2).kind === "symbol";
  if (!(cursor.atSymbol("*") || (qualified && symbols))) return undefined;
  const qualifier = qualified ? cursor.name("a table") : undefined;
  if (qualified) cursor.expectSymbol(".");
  cursor.expectSymbol("*");
  const except = cursor.at("EXCEPT") && cursor.peek(1).text === "(" ? parseExcept(cursor) : [];
  const replace = cursor.accept("REPLACE") ? parseReplace(cursor) : [];
  return { kind: "star", except, replace, ...(qualifier && { qualifier }) };
}

function parseExcept(cursor: Cursor): readonly string[] {
  cursor.expect("EXCEPT");
  cursor.expectSymbol("(");
  const names = commaList(cursor, () => cursor.name("a column"));
  cursor.expectSymbol(")");
  return names;
}

function parseReplace(cursor: Cursor): Star["replace"] {
  cursor.expectSymbol("(");
  const replaced = commaList(cursor, () => {
    const value = cursor.expression();
    cursor.expect("AS");
    return { name: cursor.name("a column"), value };
  });
  cursor.expectSymbol(")");
  return replaced;
}

function parseWindows(cursor: Cursor): Select["windows"] {
  return commaList(cursor, () => {
    const name = cursor.name("a window's name");
    cursor.expect("AS");
    return { name, window: parseWindow(cursor) };
  });
}
