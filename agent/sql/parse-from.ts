import type { Derived, From, Join, JoinKind, Pivot, TableRef, Unnest } from "./ast.ts";
import { complain } from "./complaint.ts";
import { type Cursor, commaList, MAX_CHAIN } from "./cursor.ts";
import { parseUnpivot } from "./parse-unpivot.ts";

/** What stands after FROM: tables, subqueries and arrays, joined. A comma is a cross join. */
export function parseFrom(cursor: Cursor): From {
  let left = parseSource(cursor);
  for (let links = 1; ; links++) {
    const join = parseJoin(cursor, left);
    if (join === undefined) return left;
    if (links > MAX_CHAIN) complain(`More than ${MAX_CHAIN} joins in a row`);
    left = join;
  }
}

function parseJoin(cursor: Cursor, left: From): Join | undefined {
  if (cursor.acceptSymbol(","))
    return { kind: "join", join: "CROSS", left, right: parseSource(cursor) };
  const join = parseJoinKind(cursor);
  if (join === undefined) return undefined;
  const right = parseSource(cursor);
  if (join === "CROSS") return { kind: "join", join, left, right };
  if (cursor.accept("ON")) return { kind: "join", join, left, right, on: cursor.expression() };
  if (right.kind === "unnest" && !cursor.at("USING")) {
    return { kind: "join", join, left, right, on: { kind: "bool", value: true } };
  }
  if (!cursor.accept("USING")) return cursor.unexpected("ON or USING after the joined table");
  cursor.expectSymbol("(");
  const using = commaList(cursor, () => cursor.name("a column"));
  cursor.expectSymbol(")");
  return { kind: "join", join, left, right, using };
}

function parseJoinKind(cursor: Cursor): JoinKind | undefined {
  if (cursor.accept("JOIN") || cursor.accept("INNER", "JOIN")) return "INNER";
  if (cursor.accept("CROSS", "JOIN")) return "CROSS";
  for (const kind of ["LEFT", "RIGHT", "FULL"] as const) {
    if (cursor.accept(kind, "JOIN") || cursor.accept(kind, "OUTER", "JOIN")) return kind;
  }
  if (cursor.at("NATURAL")) complain("BigQuery has no NATURAL JOIN; write USING (…)");
  return undefined;
}

function parseSource(cursor: Cursor): From {
  const source = parsePlainSource(cursor);
  if (cursor.at("FOR"))
    complain("FOR SYSTEM_TIME AS OF is not supported; the data is read as it is now");
  if (cursor.at("TABLESAMPLE")) complain("TABLESAMPLE is not supported; the whole table is read");
  if (isUnpivot(cursor)) return withAlias(cursor, parseUnpivot(cursor, source));
  if (cursor.at("PIVOT") && cursor.peek(1).text === "(") return parsePivot(cursor, source);
  return source;
}

function parsePlainSource(cursor: Cursor): From {
  if (cursor.atSymbol("(")) return parseBracketed(cursor);
  if (cursor.accept("UNNEST")) return parseUnnest(cursor);
  if (cursor.at("LATERAL"))
    complain("BigQuery has no LATERAL; use UNNEST or a correlated subquery");
  const table = parseTablePath(cursor);
  if (cursor.atSymbol("("))
    complain(`Table functions such as ${table.path.join(".")}(…) are not allowed`);
  return withAlias(cursor, table);
}

function withAlias<T extends TableRef | Derived | Unnest | Pivot>(cursor: Cursor, source: T): T {
  if (cursor.accept("AS")) return { ...source, alias: cursor.name("a name after AS") };
  // PIVOT( and UNPIVOT( are operators, though neither word is reserved.
  const operator = isUnpivot(cursor) || (cursor.at("PIVOT") && cursor.peek(1).text === "(");
  return cursor.atName() && !operator ? { ...source, alias: cursor.name("a name") } : source;
}

function isUnpivot(cursor: Cursor): boolean {
  return (
    cursor.at("UNPIVOT") &&
    (cursor.peek(1).text === "(" || ["INCLUDE", "EXCLUDE"].includes(cursor.peek(1).upper))
  );
}

function parseBracketed(cursor: Cursor): From {
  let ahead = 1;
  while (cursor.peek(ahead).text === "(") ahead++;
  const isQuery = ["SELECT", "WITH"].includes(cursor.peek(ahead).upper);
  cursor.expectSymbol("(");
  if (isQuery) {
    const query = cursor.query();
    cursor.expectSymbol(")");
    return withAlias(cursor, { kind: "subquery", query });
  }
  const joined = cursor.nested(() => parseFrom(cursor));
  cursor.expectSymbol(")");
  return joined;
}

/** `table`, `dataset.table`, `project.dataset.table`, each part or several together in back-ticks, a bare project with dashes. */
function parseTablePath(cursor: Cursor): TableRef {
  const parts = [parseProjectOrName(cursor)];
  while (cursor.acceptSymbol(".")) {
    const { kind } = cursor.peek();
    if (kind !== "word" && kind !== "quoted") cursor.unexpected("a table's name");
    parts.push(cursor.next().text);
  }
  return { kind: "table", path: parts.flatMap((part) => part.split(".")) };
}

function parseProjectOrName(cursor: Cursor): string {
  const last = () => cursor.peek(-1);
  let name = cursor.name("a table");
  while (cursor.atSymbol("-") && last().end === cursor.peek().start) {
    const next = cursor.peek(1);
    if (next.start !== cursor.peek().end || (next.kind !== "word" && next.kind !== "number")) break;
    cursor.next();
    name += `-${cursor.next().text}`;
  }
  return name;
}

function parseUnnest(cursor: Cursor): Unnest {
  cursor.expectSymbol("(");
  const array = cursor.nested(() => cursor.expression());
  cursor.expectSymbol(")");
  const unnest = withAlias(cursor, { kind: "unnest", array });
  if (!cursor.accept("WITH", "OFFSET")) return unnest;
  const named = cursor.accept("AS") || cursor.atName();
  return { ...unnest, offset: named ? cursor.name("a name for the offset") : "offset" };
}

function parsePivot(cursor: Cursor, source: From): Pivot {
  cursor.expect("PIVOT");
  cursor.expectSymbol("(");
  const item = () => {
    const value = cursor.expression();
    const alias = cursor.accept("AS") || cursor.atName() ? cursor.name("a name") : undefined;
    return alias === undefined ? { value } : { value, alias };
  };
  const aggregates = commaList(cursor, item);
  cursor.expect("FOR");
  const column = { kind: "path" as const, parts: parseTablePath(cursor).path };
  return finishPivot(cursor, { kind: "pivot", source, aggregates, column, values: [] }, item);
}

function finishPivot(cursor: Cursor, pivot: Pivot, item: () => Pivot["values"][number]): Pivot {
  cursor.expect("IN");
  cursor.expectSymbol("(");
  if (cursor.at("SELECT")) complain("PIVOT takes a list of values, not a subquery");
  const values = commaList(cursor, item);
  cursor.expectSymbol(")");
  cursor.expectSymbol(")");
  return withAlias(cursor, { ...pivot, values });
}
