import type {
  Expression,
  From,
  GroupItem,
  Join,
  OrderItem,
  Pivot,
  Query,
  Select,
  SelectItem,
  SetOperation,
  Star,
  TableRef,
  TypeName,
} from "./ast.ts";
import {
  createPrinter,
  indent,
  nest,
  type Print,
  printOrder,
  printWindow,
  type Style,
} from "./print-expression.ts";
import { RESERVED } from "./reserved.ts";
import type { Catalog, Resolution } from "./resolution.ts";

/**
 * A query as canonical BigQuery SQL: comments gone, keywords in capitals, tables as `dataset.table`,
 * columns spelled as the tables spell them, names back-ticked only where they must be.
 */
export function printBigquery(query: Query, resolution: Resolution, catalog: Catalog): string {
  const style: Style = {
    bracketAll: false,
    name: quoteName,
    string: quoteString,
    type: printType,
    query: (inner) => printQuery(inner),
    order: printOrderItem,
    own: (node) =>
      node.kind === "path"
        ? (resolution.found.get(node)?.parts ?? node.parts).map(quoteName).join(".")
        : undefined,
  };
  const print = createPrinter(style);

  const printQuery = (inner: Query): string =>
    [
      printWith(inner),
      inner.body.kind === "query" ? nest(printQuery(inner.body)) : printBody(inner.body),
      printOrder(inner.orderBy, style, print),
      inner.limit ? `LIMIT ${print(inner.limit)}` : "",
      inner.offset ? `OFFSET ${print(inner.offset)}` : "",
    ]
      .filter(Boolean)
      .join("\n")
      .replace("\nOFFSET", " OFFSET");

  const printWith = ({ ctes, recursive }: Query): string => {
    if (ctes.length === 0) return "";
    const all = ctes.map(
      ({ name, query: inner }) => `${quoteName(name)} AS (\n${indent(printQuery(inner))}\n)`,
    );
    return `WITH ${recursive ? "RECURSIVE " : ""}${all.join(", ")}`;
  };

  const printBody = (body: Select | SetOperation): string =>
    body.kind === "select"
      ? printSelect(body)
      : body.parts
          .map((part) => (part.kind === "query" ? nest(printQuery(part)) : printSelect(part)))
          .join(`\n${body.op}\n`);

  const printSelect = (select: Select): string => {
    const head = `SELECT ${select.distinct ? "DISTINCT " : ""}${select.asStruct ? "AS STRUCT " : ""}`;
    const windows = select.windows.map(
      ({ name, window }) => `${quoteName(name)} AS ${printWindow(window, style, print)}`,
    );
    const clause = (word: string, value: Expression | undefined) =>
      value ? [`${word} ${print(value)}`] : [];
    return [
      `${head}${layOut(select.items.map((item) => printItem(item, print)))}`,
      ...(select.from ? [`FROM ${printFrom(select.from)}`] : []),
      ...clause("WHERE", select.where),
      ...(select.groupBy ? [`GROUP BY ${printGroups(select.groupBy, print)}`] : []),
      ...clause("HAVING", select.having),
      ...clause("QUALIFY", select.qualify),
      ...(windows.length > 0 ? [`WINDOW ${windows.join(", ")}`] : []),
    ].join("\n");
  };

  const printFrom = (from: From): string => {
    switch (from.kind) {
      case "table":
        return printTable(from);
      case "subquery":
        return `${nest(printQuery(from.query))}${as(from.alias)}`;
      case "unnest": {
        const offset = from.offset === undefined ? "" : ` WITH OFFSET AS ${quoteName(from.offset)}`;
        return `UNNEST(${print(from.array)})${as(from.alias)}${offset}`;
      }
      case "join":
        return printJoin(from);
      case "pivot":
        return printPivot(from);
    }
  };

  const printTable = (ref: TableRef): string => {
    const table = resolution.tableOf.get(ref);
    const path = table === undefined ? ref.path : [catalog.dataset, table];
    return `${path.map(quoteName).join(".")}${as(ref.alias)}`;
  };

  const printJoin = ({ join, left, right, on, using }: Join): string => {
    const condition = on
      ? ` ON ${print(on)}`
      : using
        ? ` USING (${using.map(quoteName).join(", ")})`
        : "";
    return `${printFrom(left)}\n${join === "INNER" ? "" : `${join} `}JOIN ${bracketJoin(right)}${condition}`;
  };

  const bracketJoin = (from: From): string =>
    from.kind === "join" ? `(${printFrom(from)})` : printFrom(from);

  const printPivot = (pivot: Pivot): string => {
    const aggregates = pivot.aggregates.map((item) => printItem(item, print)).join(", ");
    const values = pivot.values.map((item) => printItem(item, print)).join(", ");
    const column = print(pivot.column);
    return `${bracketJoin(pivot.source)} PIVOT(${aggregates} FOR ${column} IN (${values}))${as(pivot.alias)}`;
  };
  return printQuery(query);
}

function as(alias: string | undefined): string {
  return alias === undefined ? "" : ` AS ${quoteName(alias)}`;
}

function printItem({ value, alias }: SelectItem, print: Print): string {
  return value.kind === "star" ? printStar(value, print) : `${print(value)}${as(alias)}`;
}

function printStar({ qualifier, except, replace }: Star, print: Print): string {
  const out = except.length > 0 ? ` EXCEPT (${except.map(quoteName).join(", ")})` : "";
  const items = replace
    .map(({ name, value }) => `${print(value)} AS ${quoteName(name)}`)
    .join(", ");
  const inPlace = replace.length > 0 ? ` REPLACE (${items})` : "";
  return `${qualifier === undefined ? "" : `${quoteName(qualifier)}.`}*${out}${inPlace}`;
}

function layOut(items: readonly string[]): string {
  const line = items.join(", ");
  return line.length <= 90 && !line.includes("\n") ? line : `\n${indent(items.join(",\n"))}`;
}

function printGroups(groupBy: Exclude<Select["groupBy"], undefined>, print: Print): string {
  return groupBy.kind === "all"
    ? "ALL"
    : groupBy.items.map((item) => printGroup(item, print)).join(", ");
}

/** One item of GROUP BY; the same words in both dialects. */
export function printGroup(item: GroupItem, print: Print): string {
  if (item.kind === "plain") return print(item.value);
  const sets = item.sets.map((set) => {
    const [only] = set;
    return set.length === 1 && only !== undefined ? print(only) : `(${set.map(print).join(", ")})`;
  });
  return `${item.how} (${sets.join(", ")})`;
}

function printOrderItem({ value, descending, nulls }: OrderItem, print: Print): string {
  // What BigQuery does anyway is left out, so that saying it makes no other statement.
  const usual = descending ? "LAST" : "FIRST";
  const where = nulls === undefined || nulls === usual ? "" : ` NULLS ${nulls}`;
  return `${print(value)}${descending ? " DESC" : ""}${where}`;
}

function quoteName(name: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toUpperCase());
  return plain ? name : `\`${name}\``;
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function quoteString(value: string): string {
  const inside = value
    .replace(/[\\']/g, "\\$&")
    .replace(/\p{Cc}/gu, (character) => ESCAPES[character] ?? `\\u${hex(character)}`);
  return `'${inside}'`;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
}

export function printType(type: TypeName): string {
  switch (type.kind) {
    case "simple":
      return type.precision === undefined
        ? type.name
        : `${type.name}(${type.precision}, ${type.scale})`;
    case "array":
      return `ARRAY<${printType(type.element)}>`;
    case "struct":
      return `STRUCT<${type.fields.map(({ name, type: inner }) => `${name === undefined ? "" : `${quoteName(name)} `}${printType(inner)}`).join(", ")}>`;
  }
}
