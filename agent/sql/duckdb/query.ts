import type {
  Expression,
  From,
  GroupItem,
  Join,
  OrderItem,
  Query,
  Select,
  SelectItem,
  Star,
  Unnest,
} from "../ast.ts";
import { complain } from "../complaint.ts";
import { createPrinter, nest, printWindow, type Style } from "../print-expression.ts";
import { printGroup } from "../print-query.ts";
import type { Catalog } from "../resolution.ts";
import { impliedName } from "../resolve-query.ts";
import {
  printAround,
  printBody,
  printJoin,
  printOrderItem,
  printTable,
  quoteName,
} from "../standard-query.ts";
import { duckdbType } from "./casts.ts";
import { refuseHuge } from "./expansion.ts";
import { type ExpressionContext, ownWords, printStruct } from "./expression.ts";
import { writePivot } from "./pivot.ts";
import { quote, unsupported } from "./words.ts";

export type QueryContext = Omit<ExpressionContext, "sources"> & { readonly catalog: Catalog };

/** A resolved BigQuery query as DuckDB SQL. @throws {Complaint} for what DuckDB cannot do alike. */
export function printDuckdb(query: Query, context: QueryContext): string {
  const sql = createQueryPrinter({ ...context, sources: new WeakSet() })(query, true);
  refuseHuge(sql);
  return sql;
}

type PrinterContext = ExpressionContext & Pick<QueryContext, "catalog">;

function createQueryPrinter(context: PrinterContext): (query: Query, outermost: boolean) => string {
  const { resolution, catalog } = context;
  // Printers try words of their own before the plain ones: a query that is written twice still stands there once.
  const written = new Map<Query, string>();
  let joins = 0;
  const style: Style = {
    bracketAll: true,
    name: quoteName,
    string: quote,
    type: duckdbType,
    query: (query) => {
      const known = written.get(query);
      if (known !== undefined) return known;
      if (written.size >= MOST_SUBQUERIES)
        complain(`More than ${MOST_SUBQUERIES} queries stand within expressions; use joins`);
      written.set(query, "");
      const sql = printQuery(query, false);
      written.set(query, sql);
      return sql;
    },
    order: (item, inner) => printOrderItem(item, inner(item.value)),
    own: (node, inner) => brief(ownWords(node, { print: inner, style, context })),
  };
  const print = createPrinter(style);

  const printQuery = (query: Query, outermost: boolean): string =>
    printAround(query, {
      head: printWith(query),
      body: printBodyOf(query.body, outermost),
      print,
      order: printOrder,
    });

  const printWith = ({ ctes, recursive }: Query): string => {
    if (ctes.length === 0) return "";
    const all = ctes.map(
      ({ name, query }) => `${quoteName(name)} AS ${nest(printQuery(query, false))}`,
    );
    return `WITH ${recursive ? "RECURSIVE " : ""}${all.join(",\n")}`;
  };

  const printBodyOf = (body: Query["body"], outermost: boolean): string =>
    printBody(body, {
      select: (select) => printSelect(select, outermost),
      query: (query) => printQuery(query, outermost),
    });

  const printOrder = (item: OrderItem): string =>
    printOrderItem(item, ordinal(item.value) ?? print(item.value));

  /** The position of a column of the SELECT list that is named here. */
  const ordinal = (value: Expression): string | undefined => {
    const alias = value.kind === "path" ? resolution.found.get(value)?.alias : undefined;
    return alias && value.kind === "path" && value.parts.length === 1
      ? String(alias.ordinal)
      : undefined;
  };

  const printSelect = (select: Select, outermost: boolean): string => {
    const clause = (word: string, value: Expression | undefined) =>
      value ? [`${word} ${print(value)}`] : [];
    const windows = select.windows.map(
      ({ name, window }) => `${quoteName(name)} AS ${printWindow(window, style, print)}`,
    );
    return [
      `SELECT ${select.distinct ? "DISTINCT " : ""}${printItems(select, outermost)}`,
      ...(select.from ? [`FROM ${printFrom(select.from)}`] : []),
      ...clause("WHERE", select.where),
      ...(select.groupBy ? [`GROUP BY ${printGroups(select.groupBy)}`] : []),
      ...clause("HAVING", select.having),
      ...clause("QUALIFY", select.qualify),
      ...(windows.length > 0 ? [`WINDOW ${windows.join(", ")}`] : []),
    ].join("\n");
  };

  const printGroups = (groupBy: Exclude<Select["groupBy"], undefined>): string =>
    groupBy.kind === "all" ? "ALL" : groupBy.items.map(printGroupItem).join(", ");

  const printGroupItem = (item: GroupItem): string =>
    (item.kind === "plain" ? ordinal(item.value) : undefined) ?? printGroup(item, print);

  const printItems = (select: Select, outermost: boolean): string => {
    if (select.asStruct) return printStruct(select.items.map(structField), { print });
    let nameless = 0;
    const items = select.items.map((item) => {
      if (item.value.kind === "star") return printStar(item.value);
      const implied = item.alias ?? impliedName(item.value);
      const name = implied === "" && outermost ? `f${nameless++}_` : implied;
      return `${print(item.value)}${name === "" ? "" : ` AS ${quoteName(name)}`}`;
    });
    return items.join(", ");
  };

  /** Written out where USING made one of two columns: BigQuery puts that first, DuckDB leaves it in its place. */
  const printStar = (star: Star): string => {
    const columns = resolution.starOf.get(star) ?? [];
    const merged =
      star.qualifier === undefined && columns.some(({ qualifier }) => qualifier === "");
    if (merged) return columns.flatMap((column) => printStarColumn(star, column)).join(", ");
    const out = star.except.length > 0 ? ` EXCLUDE (${star.except.map(quoteName).join(", ")})` : "";
    const items = star.replace.map(({ name, value }) => `${print(value)} AS ${quoteName(name)}`);
    const inPlace = items.length > 0 ? ` REPLACE (${items.join(", ")})` : "";
    return `${star.qualifier === undefined ? "" : `${quoteName(star.qualifier)}.`}*${out}${inPlace}`;
  };

  const printStarColumn = (
    { except, replace }: Star,
    { qualifier, name }: { qualifier: string; name: string },
  ): readonly string[] => {
    const is = (other: string) => other.toLowerCase() === name.toLowerCase();
    if (except.some(is)) return [];
    const replaced = replace.find((item) => is(item.name));
    const path = [qualifier, name].filter(Boolean).map(quoteName).join(".");
    return [`${replaced ? print(replaced.value) : path} AS ${quoteName(name)}`];
  };

  const printFrom = (from: From): string => {
    switch (from.kind) {
      case "table":
        return printTable(from, { resolution, catalog });
      case "subquery":
        return `${nest(printQuery(from.query, false))}${as(from.alias)}`;
      case "unnest":
        return printUnnest(from);
      case "join":
        return joined(from);
      case "pivot":
        return `${nest(writePivot(from, { source: printFrom(from.source), print, resolution }))}${as(from.alias)}`;
    }
  };

  const joined = (join: Join): string => {
    if (++joins > MOST_JOINS)
      complain(`The statement joins more than ${MOST_JOINS} times; split it`);
    return printJoin(join, { print, from: printFrom });
  };

  const printUnnest = ({ array, alias, offset }: Unnest): string => {
    const element = elementKind(array);
    context.sources.add(array);
    const list = print(array);
    // Two levels make columns of a struct's fields.
    const depth = element === "STRUCT" ? ", max_depth := 2" : "";
    const name = alias !== undefined && depth === "" ? ` AS ${quoteName(alias)}` : "";
    const position =
      offset === undefined ? "" : `, generate_subscripts(${list}, 1) - 1 AS ${quoteName(offset)}`;
    return `(SELECT unnest(${list}${depth})${name}${position})${as(alias ?? "unnested")}`;
  };

  const elementKind = (array: Expression): string => {
    const type = resolution.typeOf.get(array);
    return type?.kind === "ARRAY" ? type.element.kind : "UNKNOWN";
  };

  return printQuery;
}

/** The engine cannot be stopped while it puts joins in order: 50 take it a second, 100 half a minute (measured 2026-11-22). */
const MOST_JOINS = 50;
/** Those of EXISTS and IN are joins that it takes longer over: 16 two seconds, 40 more than a minute. */
const MOST_SUBQUERIES = 16;

/** Characters that one expression of a statement may be translated into. */
const MOST_TEXT = 200_000;

function brief(text: string | undefined): string | undefined {
  if (text !== undefined && text.length > MOST_TEXT)
    complain(
      "The statement is too large for the engine; shorten it, or work inner functions out in a WITH",
    );
  return text;
}

function structField({ value, alias }: SelectItem): { name?: string; value: Expression } {
  if (value.kind === "star") return unsupported("SELECT AS STRUCT *", "name the columns");
  return alias === undefined ? { value } : { name: alias, value };
}

function as(alias: string | undefined): string {
  return alias === undefined ? "" : ` AS ${quoteName(alias)}`;
}
