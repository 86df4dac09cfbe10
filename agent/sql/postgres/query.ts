import type { From, GroupItem, OrderItem, Query, Select, Star } from "../ast.ts";
import { createPrinter, nest, printWindow, type Style } from "../print-expression.ts";
import type { Catalog, Resolution } from "../resolution.ts";
import { impliedName } from "../resolve-query.ts";
import {
  printAround,
  printBody,
  printJoin,
  printOrderItem,
  printTable,
  quoteName,
} from "../standard-query.ts";
import { ownWords, postgresType } from "./expression.ts";
import { unsupported } from "./words.ts";

export type QueryContext = {
  readonly resolution: Resolution;
  readonly catalog: Catalog;
  readonly today?: string;
};

/** `values` belong to `$1`, `$2`, …: every text of the statement is one, so none can be read as SQL. */
export type Printed = { readonly sql: string; readonly values: readonly string[] };

/** A resolved BigQuery query in Postgres' SQL. @throws {Complaint} for what Postgres cannot do alike, or is not taught here. */
export function printPostgres(query: Query, context: QueryContext): Printed {
  const values: string[] = [];
  const parameter = (value: string) => {
    const known = values.indexOf(value);
    return `$${known < 0 ? values.push(value) : known + 1}`;
  };
  return { sql: createQueryPrinter(context, parameter)(query), values };
}

type QueryPrinter = (query: Query) => string;

function createQueryPrinter(
  { resolution, catalog, today }: QueryContext,
  parameter: (value: string) => string,
): QueryPrinter {
  const style: Style = {
    bracketAll: true,
    name: quoteName,
    string: (value) => `CAST(${parameter(value)} AS text)`,
    type: postgresType,
    query: (inner) => printQuery(inner),
    order: (item, inner) => printOrderItem(item, inner(item.value)),
    own: (node, inner) => ownWords(node, { print: inner, style, resolution, parameter, today }),
  };
  const print = createPrinter(style);

  const printQuery: QueryPrinter = (query) =>
    printAround(query, {
      head: printWith(query),
      body: printBody(query.body, { select: printSelect, query: printQuery }),
      print,
      order: printOrder,
    });

  const printWith = ({ ctes, recursive }: Query): string => {
    if (recursive) return unsupported("WITH RECURSIVE");
    const all = ctes.map(({ name, query }) => `${quoteName(name)} AS ${nest(printQuery(query))}`);
    return all.length > 0 ? `WITH ${all.join(",\n")}` : "";
  };

  /** A column of the SELECT list goes by its place: Postgres knows its name in fewer clauses than BigQuery. */
  const printOrder = (item: OrderItem): string => {
    const { value } = item;
    const alias = value.kind === "path" ? resolution.found.get(value)?.alias : undefined;
    const bare = alias && value.kind === "path" && value.parts.length === 1;
    return printOrderItem(item, bare ? String(alias.ordinal) : print(value));
  };

  const printSelect = (select: Select): string => {
    if (select.qualify || select.asStruct) return unsupported("QUALIFY or AS STRUCT");
    const clause = (word: string, text: string | undefined) => (text ? [`${word} ${text}`] : []);
    const windows = select.windows.map(
      ({ name, window }) => `${quoteName(name)} AS ${printWindow(window, style, print)}`,
    );
    return [
      `SELECT ${select.distinct ? "DISTINCT " : ""}${printItems(select)}`,
      ...clause("FROM", select.from && printFrom(select.from)),
      ...clause("WHERE", select.where && print(select.where)),
      ...clause("GROUP BY", select.groupBy && printGroups(select.groupBy)),
      ...clause("HAVING", select.having && print(select.having)),
      ...clause("WINDOW", windows.join(", ")),
    ].join("\n");
  };

  const printGroups = (groupBy: Exclude<Select["groupBy"], undefined>): string =>
    groupBy.kind === "all"
      ? unsupported("GROUP BY ALL")
      : groupBy.items.map(printGroupItem).join(", ");

  const printGroupItem = (item: GroupItem): string => {
    if (item.kind !== "plain") return unsupported(item.how);
    const { value } = item;
    const alias = value.kind === "path" ? resolution.found.get(value)?.alias : undefined;
    return alias ? String(alias.ordinal) : print(value);
  };

  const printItems = (select: Select): string =>
    select.items
      .flatMap(({ value, alias }) => {
        if (value.kind === "star") return printStar(value);
        const name = alias ?? impliedName(value);
        return [`${print(value)}${name === "" ? "" : ` AS ${quoteName(name)}`}`];
      })
      .join(", ");

  /** Column by column: what the tables have beyond what was checked stays unread. */
  const printStar = (star: Star): readonly string[] => {
    if (star.except.length > 0 || star.replace.length > 0) return unsupported("* EXCEPT");
    return (resolution.starOf.get(star) ?? []).map(({ qualifier, name }) =>
      [qualifier, name].filter(Boolean).map(quoteName).join("."),
    );
  };

  const printFrom = (from: From): string => {
    switch (from.kind) {
      case "table":
        return printTable(from, { resolution, catalog });
      case "subquery":
        return `${nest(printQuery(from.query))} AS ${quoteName(from.alias ?? "derived")}`;
      case "join":
        return printJoin(from, { print, from: printFrom });
      case "unnest":
        return unsupported("UNNEST");
      case "pivot":
        return unsupported("PIVOT");
    }
  };

  return printQuery;
}
