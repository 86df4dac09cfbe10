import type { Expression, GroupBy, GroupItem } from "./ast.ts";
import { type Cursor, commaList } from "./cursor.ts";

/** What stands after GROUP BY. */
export function parseGroupBy(cursor: Cursor): GroupBy {
  if (cursor.accept("ALL")) return { kind: "all" };
  return { kind: "items", items: commaList(cursor, () => parseGroupItem(cursor)) };
}

function parseGroupItem(cursor: Cursor): GroupItem {
  for (const how of ["ROLLUP", "CUBE"] as const) {
    if (cursor.accept(how)) return { kind: "sets", how, sets: parseSets(cursor) };
  }
  if (cursor.accept("GROUPING", "SETS")) {
    return { kind: "sets", how: "GROUPING SETS", sets: parseSets(cursor) };
  }
  return { kind: "plain", value: cursor.expression() };
}

/** `((a, b), c, ())`: each a set of expressions. */
function parseSets(cursor: Cursor): readonly (readonly Expression[])[] {
  cursor.expectSymbol("(");
  const sets = cursor.nested(() => commaList(cursor, () => parseSet(cursor)));
  cursor.expectSymbol(")");
  return sets;
}

function parseSet(cursor: Cursor): readonly Expression[] {
  if (cursor.atSymbol("(") && cursor.peek(1).text === ")") {
    cursor.expectSymbol("(");
    cursor.expectSymbol(")");
    return [];
  }
  const value = cursor.expression();
  return value.kind === "tuple" ? value.items : [value];
}
