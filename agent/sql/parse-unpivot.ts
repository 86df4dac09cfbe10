import type { Derived, Expression, From, Path, SelectItem } from "./ast.ts";
import { complain } from "./complaint.ts";
import { type Cursor, commaList } from "./cursor.ts";

/** Names of the two tables inside; nothing outside can name them. */
const SOURCE = "unpivot_source";
const PAIRS = "unpivot_pairs";

/** Columns that become rows: `columns` their names, `label` what the name column says of them. */
type Group = { readonly columns: readonly string[]; readonly label: Expression };

type Unpivot = {
  readonly values: readonly string[];
  readonly name: string;
  readonly groups: readonly Group[];
  readonly includeNulls: boolean;
};

/**
 * `source UNPIVOT(…)` as the query that it stands for, so that nothing else need know of it: the source's other columns,
 * each row once for every group of columns, which it reads only once.
 */
export function parseUnpivot(cursor: Cursor, source: From): Derived {
  cursor.expect("UNPIVOT");
  const includeNulls = cursor.accept("INCLUDE", "NULLS");
  if (!includeNulls) cursor.accept("EXCLUDE", "NULLS");
  cursor.expectSymbol("(");
  const values = parseNames(cursor);
  cursor.expect("FOR");
  const name = cursor.name("a name for the column of names");
  cursor.expect("IN");
  cursor.expectSymbol("(");
  const groups = commaList(cursor, () => parseGroup(cursor));
  cursor.expectSymbol(")");
  cursor.expectSymbol(")");
  if (groups.some(({ columns }) => columns.length !== values.length))
    complain(`UNPIVOT needs ${values.length} columns in each group, as many as it makes`);
  return toQuery(source, { values, name, groups, includeNulls });
}

/** `a` or `(a, b)`. */
function parseNames(cursor: Cursor): readonly string[] {
  if (!cursor.acceptSymbol("(")) return [cursor.name("a column")];
  const names = commaList(cursor, () => cursor.name("a column"));
  cursor.expectSymbol(")");
  return names;
}

function parseGroup(cursor: Cursor): Group {
  const columns = parseNames(cursor);
  const labelled = cursor.accept("AS") || ["string", "number"].includes(cursor.peek().kind);
  if (!labelled) return { columns, label: { kind: "string", value: columns.join("_") } };
  const label = cursor.expression();
  if (label.kind !== "string" && label.kind !== "number")
    complain("A label of UNPIVOT is a string or a whole number");
  return { columns, label };
}

function toQuery(source: From, { values, name, groups, includeNulls }: Unpivot): Derived {
  const columns = [...values, name];
  const pairs = groups.map(({ columns: from, label }) => ({
    kind: "struct" as const,
    fields: [
      ...from.map((column, i) => ({ name: values[i] ?? "", value: path(SOURCE, column) })),
      { name, value: label },
    ],
  }));
  const except = groups.flatMap((group) => group.columns);
  const others: SelectItem = {
    value: { kind: "star", qualifier: SOURCE, except: [...new Set(except)], replace: [] },
  };
  const where = includeNulls ? undefined : anyOf(values.map((value) => isThere(value)));
  const query: Derived["query"] = {
    kind: "query",
    recursive: false,
    ctes: [],
    body: {
      kind: "select",
      distinct: false,
      asStruct: false,
      items: [others, ...columns.map((column) => ({ value: path(PAIRS, column) }))],
      from: {
        kind: "join",
        join: "CROSS",
        left: named(source),
        right: { kind: "unnest", array: { kind: "array", items: pairs }, alias: PAIRS },
      },
      ...(where && { where }),
      windows: [],
    },
    orderBy: [],
  };
  return { kind: "subquery", query };
}

function named(source: From): From {
  if (source.kind === "table" || source.kind === "subquery" || source.kind === "pivot")
    return { ...source, alias: SOURCE };
  return complain("UNPIVOT takes a table or a subquery; put the join into a subquery");
}

function path(...parts: readonly string[]): Path {
  return { kind: "path", parts };
}

function isThere(value: string): Expression {
  return { kind: "is", value: path(PAIRS, value), not: true, what: "NULL" };
}

function anyOf([first, ...rest]: readonly Expression[]): Expression | undefined {
  return (
    first &&
    rest.reduce<Expression>((left, right) => ({ kind: "binary", op: "OR", left, right }), first)
  );
}
