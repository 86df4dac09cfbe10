import type { Call, Expression, Frame, FrameBound, OrderItem, Over, Window } from "./ast.ts";
import { complain } from "./complaint.ts";
import { type Cursor, commaList } from "./cursor.ts";
import { parseDatePart } from "./parse-type.ts";

/** Which argument of a function (from 0) is a date part. */
const PART_ARGUMENT: Readonly<Record<string, number>> = {
  DATE_DIFF: 2,
  DATETIME_DIFF: 2,
  TIMESTAMP_DIFF: 2,
  TIME_DIFF: 2,
  DATE_TRUNC: 1,
  DATETIME_TRUNC: 1,
  TIMESTAMP_TRUNC: 1,
  TIME_TRUNC: 1,
  LAST_DAY: 1,
};

/** A call whose name has been read and whose bracket comes next. */
export function parseCall(cursor: Cursor, path: readonly string[]): Expression {
  const words = path.map((part) => part.toUpperCase());
  const safe = words.length > 1 && words[0] === "SAFE";
  const name = words.slice(safe ? 1 : 0).join(".");
  cursor.expectSymbol("(");
  const call = cursor.nested(() => ({
    ...parseArguments(cursor, name),
    ...parseModifiers(cursor),
  }));
  cursor.expectSymbol(")");
  const over = cursor.accept("OVER") ? parseOver(cursor) : undefined;
  return { kind: "call", name, safe, ...call, ...(over && { over }) };
}

function parseArguments(cursor: Cursor, name: string): Pick<Call, "args" | "star" | "distinct"> {
  if (cursor.atSymbol(")")) return { args: [], star: false, distinct: false };
  if (cursor.acceptSymbol("*")) {
    if (name !== "COUNT") complain(`${name}(*) does not exist; only COUNT takes *`);
    return { args: [], star: true, distinct: false };
  }
  const distinct = cursor.accept("DISTINCT");
  let index = 0;
  const args = commaList(cursor, () => parseArgument(cursor, name, index++));
  return { args, star: false, distinct };
}

function parseArgument(cursor: Cursor, name: string, index: number): Expression {
  if (PART_ARGUMENT[name] === index) return parseDatePart(cursor);
  if (cursor.at("SELECT") || cursor.at("WITH"))
    complain(`A subquery in ${name}(…) needs brackets of its own`);
  const value = cursor.expression();
  if (cursor.atSymbol("=>")) complain(`Named arguments are not supported in ${name}(…)`);
  return value;
}

function parseModifiers(cursor: Cursor): Pick<Call, "nulls" | "having" | "orderBy" | "limit"> {
  const nulls = (["IGNORE", "RESPECT"] as const).find((word) => cursor.accept(word, "NULLS"));
  const which = cursor.accept("HAVING")
    ? ((["MAX", "MIN"] as const).find((word) => cursor.accept(word)) ??
      cursor.unexpected("MAX or MIN"))
    : undefined;
  const having = which && { which, value: cursor.expression() };
  const orderBy = parseOrderBy(cursor);
  const limit = cursor.accept("LIMIT") ? cursor.expression() : undefined;
  return { orderBy, ...(nulls && { nulls }), ...(having && { having }), ...(limit && { limit }) };
}

/** `ORDER BY …` when it comes next, else none. */
export function parseOrderBy(cursor: Cursor): readonly OrderItem[] {
  if (!cursor.accept("ORDER", "BY")) return [];
  return commaList(cursor, () => {
    const value = cursor.expression();
    if (cursor.at("COLLATE")) complain("COLLATE is not supported");
    const descending = cursor.accept("DESC");
    if (!descending) cursor.accept("ASC");
    const nulls = cursor.accept("NULLS", "FIRST")
      ? "FIRST"
      : cursor.accept("NULLS", "LAST")
        ? "LAST"
        : undefined;
    return { value, descending, ...(nulls && { nulls }) };
  });
}

function parseOver(cursor: Cursor): Over {
  return cursor.atSymbol("(")
    ? parseWindow(cursor)
    : { kind: "named", name: cursor.name("a window") };
}

/** `(PARTITION BY … ORDER BY … ROWS …)` */
export function parseWindow(cursor: Cursor): Window {
  cursor.expectSymbol("(");
  const window = cursor.nested((): Window => {
    const base = cursor.atName() ? cursor.name("a window") : undefined;
    const partitionBy = cursor.accept("PARTITION", "BY")
      ? commaList(cursor, () => cursor.expression())
      : [];
    const orderBy = parseOrderBy(cursor);
    const frame = parseFrame(cursor);
    return { kind: "window", partitionBy, orderBy, ...(base && { base }), ...(frame && { frame }) };
  });
  cursor.expectSymbol(")");
  return window;
}

function parseFrame(cursor: Cursor): Frame | undefined {
  const unit = (["ROWS", "RANGE"] as const).find((word) => cursor.accept(word));
  if (unit === undefined) return undefined;
  if (!cursor.accept("BETWEEN")) return { unit, start: parseBound(cursor) };
  const start = parseBound(cursor);
  cursor.expect("AND");
  return { unit, start, end: parseBound(cursor) };
}

function parseBound(cursor: Cursor): FrameBound {
  if (cursor.accept("CURRENT", "ROW")) return { kind: "current" };
  const by = cursor.accept("UNBOUNDED") ? undefined : cursor.expression();
  const direction = (["PRECEDING", "FOLLOWING"] as const).find((word) => cursor.accept(word));
  if (direction === undefined) return cursor.unexpected("PRECEDING or FOLLOWING");
  return { kind: "bound", direction, ...(by && { by }) };
}
