import type { Binary, Call, Expression, InTest } from "../ast.ts";
import { type Print, printNumber, printOver, type Style } from "../print-expression.ts";
import type { Resolution } from "../resolution.ts";
import { quoteName } from "../standard-query.ts";
import type { SqlType } from "../types.ts";
import { AGGREGATES } from "./aggregates.ts";
import { inARow, sideBySide } from "./bounds.ts";
import { duckdbType, typedLiteral, writeCast } from "./casts.ts";
import { DATES, extract } from "./dates.ts";
import { divide, SCALARS } from "./scalars.ts";
import { unsupported, type Words } from "./words.ts";

type Own = { readonly print: Print; readonly style: Style; readonly context: ExpressionContext };

export type ExpressionContext = {
  readonly resolution: Resolution;
  /** `2025-01-06` when the workspace has a clock of its own. */
  readonly today?: string;
  /** Arrays that are read as tables; who prints them puts them in. */
  readonly sources: WeakSet<Expression>;
};

/** The node in DuckDB's words; undefined where BigQuery's are the same. */
export function ownWords(node: Expression, own: Own): string | undefined {
  switch (node.kind) {
    case "path":
      return printPath(node, own);
    case "number":
      return node.text.toLowerCase().startsWith("0x")
        ? String(BigInt(node.text))
        : printNumber(node.text);
    case "typed":
      return typedLiteral(node);
    case "call":
      return printCall(node, own);
    case "cast":
      return writeCast(node, own.print(node.value), typeOf(node.value, own.context).kind);
    case "binary":
      return printBinary(node, own);
    case "in":
      return printInArray(node, own);
    case "index":
      return printIndex(node, own);
    case "struct":
      return printStruct(node.fields, own);
    case "array":
      return printArray(node, own);
    case "interval":
      return `INTERVAL (${own.print(node.amount)}) ${node.unit}`;
    case "extract":
      return extract(node, createWords({ own, args: [node.from], over: "" }));
    default:
      return undefined;
  }
}

/** A column of the SELECT list is written out where it is named, since DuckDB would take a table's column first. */
function printPath(node: Extract<Expression, { kind: "path" }>, { print, context }: Own): string {
  const found = context.resolution.found.get(node);
  if (found?.alias === undefined) {
    // With its table, since DuckDB would take a name of the SELECT list before a column of an outer query.
    const owner = found?.owner === undefined ? [] : [found.owner];
    return [...owner, ...(found?.parts ?? node.parts)].map(quoteName).join(".");
  }
  const fields = node.parts.slice(1).map((field) => `.${quoteName(field)}`);
  return `(${print(found.alias.value)})${fields.join("")}`;
}

type Call0 = { readonly own: Own; readonly args: readonly Expression[]; readonly over: string };

function createWords({ own, args, over }: Call0): Words {
  const { print, context } = own;
  return {
    args: args.map((arg) => (arg.kind === "part" ? "" : operand(arg, print))),
    over,
    today: context.today,
    sources: context.sources,
    print,
    typeOf: (node) => typeOf(node, context).kind,
  };
}

function typeOf(node: Expression | undefined, context: ExpressionContext): SqlType {
  return (node && context.resolution.typeOf.get(node)) ?? { kind: "UNKNOWN" };
}

const BARE = [
  "string",
  "number",
  "bool",
  "null",
  "path",
  "call",
  "cast",
  "array",
  "struct",
  "scalar",
];

/** Text that can stand beside any operator. */
function operand(node: Expression, print: Print): string {
  return BARE.includes(node.kind) && node.kind !== "call" ? print(node) : `(${print(node)})`;
}

function printCall(node: Call, own: Own): string {
  const write = DATES[node.name] ?? SCALARS[node.name] ?? AGGREGATES[node.name];
  if (write === undefined) return unsupported(`The function ${node.name}`);
  const over = node.over ? ` OVER ${printOver(node.over, own.style, own.print)}` : "";
  const text = write(node, createWords({ own, args: node.args, over }));
  if (!node.safe || text.includes("try_strptime")) return text;
  // TRY cannot hold what raises an error of its own.
  if (
    /\bbq_(divide|div|mod|offset|int|date|bool|times|width|at_most|by|few|until|\w+_series)\(/.test(
      text,
    )
  ) {
    return unsupported(`SAFE.${node.name}`, "use SAFE_DIVIDE, SAFE_CAST or SAFE_OFFSET");
  }
  return `TRY(${text})`;
}

function printBinary(node: Binary, own: Own): string | undefined {
  const { print, context } = own;
  const [left, right] = [operand(node.left, print), operand(node.right, print)];
  const types = [typeOf(node.left, context).kind, typeOf(node.right, context).kind] as const;
  switch (node.op) {
    case "/":
      return printDivision(node, [left, right], typeOf(node, context).kind === "NUMERIC");
    case "*":
      return typeOf(node, context).kind === "NUMERIC"
        ? `CAST(CAST(${left} AS DECIMAL(38, 9)) * CAST(${right} AS DECIMAL(38, 9)) AS DECIMAL(38, 9))`
        : printWide(node, [left, right]);
    case "+":
    case "-":
      return printDateSum(node.op, [left, right], types) ?? printWide(node, [left, right]);
    case "LIKE":
    case "NOT LIKE":
      return `${left} ${node.op} ${right} ESCAPE '\\'`;
    case "^":
      return `xor(${left}, ${right})`;
    case "||":
      return printChain(node, own);
    case "!=":
      return `${left} <> ${right}`;
    default:
      return undefined;
  }
}

/** Texts or lists put together; those of one chain share what the whole may hold. */
function printChain(node: Binary, { print, context }: Own): string {
  const links = linksOf(node);
  const texts = links.map((link) => operand(link, print));
  if (typeOf(node, context).kind === "ARRAY") return inARow(links, texts).join(" || ");
  return sideBySide(links, texts, { typeOf: (link) => typeOf(link, context).kind });
}

function linksOf(node: Expression): readonly Expression[] {
  const isChain = node.kind === "binary" && node.op === "||";
  return isChain ? [...linksOf(node.left), ...linksOf(node.right)] : [node];
}

/** DuckDB counts with 32 bits where both numbers are literals. */
function printWide(
  { op, left: node }: Binary,
  [left, right]: readonly [string, string],
): string | undefined {
  const isWhole = node.kind === "number" && /^\d+$/.test(node.text);
  return isWhole ? `CAST(${left} AS BIGINT) ${op} ${right}` : undefined;
}

function printDivision(
  node: Binary,
  [left, right]: readonly [string, string],
  numeric: boolean,
): string {
  const whole = node.right.kind === "number" && Number(node.right.text) !== 0;
  const dividend = numeric ? `CAST(${left} AS DOUBLE)` : left;
  return divide(whole ? `(${dividend} / ${right})` : `bq_divide(${dividend}, ${right})`, numeric);
}

function printDateSum(
  op: "+" | "-",
  [left, right]: readonly [string, string],
  [a, b]: readonly [SqlType["kind"], SqlType["kind"]],
): string | undefined {
  if (a === "DATE" && b === "DATE" && op === "-")
    return `to_days(CAST(${left} - ${right} AS INTEGER))`;
  if (a === "DATE" && b === "INT64") return `(${left} ${op} CAST(${right} AS INTEGER))`;
  if (a === "INT64" && b === "DATE") return `(${right} + CAST(${left} AS INTEGER))`;
  return undefined;
}

function printInArray({ value, not, among }: InTest, { print }: Own): string | undefined {
  if (among.kind !== "unnest") return undefined;
  const { array } = among;
  const test =
    array.kind === "array" && array.items.length > 0
      ? `${operand(value, print)} IN (${array.items.map(print).join(", ")})`
      : `bq_in_array(${print(value)}, ${print(array)})`;
  return not ? `NOT (${test})` : `(${test})`;
}

function printIndex(
  { value, mode, at }: Extract<Expression, { kind: "index" }>,
  { print, context }: Own,
): string {
  if (typeOf(value, context).kind === "JSON")
    return unsupported("An index into JSON", "use JSON_VALUE");
  const safe = mode === "SAFE_OFFSET" || mode === "SAFE_ORDINAL";
  const position = mode.endsWith("ORDINAL") ? `(${print(at)}) - 1` : print(at);
  return `${safe ? "bq_safe_offset" : "bq_offset"}(${print(value)}, ${position})`;
}

/** Its structs all have the field names of the first: DuckDB would make of others fields of their own. */
function printArray({ items, element }: Extract<Expression, { kind: "array" }>, own: Own): string {
  const type = typeOf(items[0], own.context);
  const names = type.kind === "STRUCT" ? type.fields.map(({ name }) => name) : [];
  const texts = items.map((item) => {
    if (item.kind !== "struct") return own.print(item);
    const fields = item.fields.map(({ name, value }, i) => ({ name: names[i] || name, value }));
    return printStruct(fields, own);
  });
  const array = `[${texts.join(", ")}]`;
  return element ? `CAST(${array} AS ${duckdbType({ kind: "array", element })})` : array;
}

/** A struct, its nameless fields called as BigQuery's JSON calls them. */
export function printStruct(
  fields: readonly { readonly name?: string | undefined; readonly value: Expression }[],
  { print }: Pick<Own, "print">,
): string {
  const all = fields.map(({ name, value }, i) => {
    const implied = value.kind === "path" ? value.parts.at(-1) : undefined;
    return `${quoteName(name ?? implied ?? `_field_${i + 1}`)} := ${print(value)}`;
  });
  return `struct_pack(${all.join(", ")})`;
}
