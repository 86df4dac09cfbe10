import type { Binary, Call, Expression, TypeName } from "../ast.ts";
import { type Print, printNumber, printOver, type Style } from "../print-expression.ts";
import type { Resolution } from "../resolution.ts";
import { quoteName } from "../standard-query.ts";
import { writeCall } from "./functions.ts";
import { unsupported } from "./words.ts";

type Own = {
  readonly print: Print;
  readonly style: Style;
  readonly resolution: Resolution;
  /** The place that a value goes by, such as `$1`. */
  readonly parameter: (value: string) => string;
  readonly today: string | undefined;
};

/** The node in Postgres' words; undefined where BigQuery's are the same. @throws {Complaint} where there are none. */
export function ownWords(node: Expression, own: Own): string | undefined {
  switch (node.kind) {
    case "path":
      return printPath(node, own);
    case "number":
      return node.text.toLowerCase().startsWith("0x")
        ? String(BigInt(node.text))
        : printNumber(node.text);
    case "typed":
      return typedLiteral(node, own);
    case "call":
      return printCall(node, own);
    case "cast":
      return node.safe
        ? unsupported("SAFE_CAST")
        : `CAST(${own.print(node.value)} AS ${postgresType(node.type)})`;
    case "binary":
      return printBinary(node, own);
    case "extract":
      return printExtract(node, own);
    case "in":
      return node.among.kind === "unnest" ? unsupported("IN UNNEST") : undefined;
    case "array":
    case "array-query":
    case "struct":
    case "index":
    case "field":
      return unsupported("An array or struct");
    default:
      return undefined;
  }
}

function printPath(node: Extract<Expression, { kind: "path" }>, own: Own): string {
  const found = own.resolution.found.get(node);
  if (found?.alias !== undefined) return `(${own.print(found.alias.value)})`;
  const owner = found?.owner === undefined ? [] : [found.owner];
  return [...owner, ...(found?.parts ?? node.parts)].map(quoteName).join(".");
}

const TYPED = {
  DATE: "date",
  DATETIME: "timestamp",
  TIMESTAMP: "timestamptz",
  TIME: "time",
  NUMERIC: "numeric",
  JSON: "jsonb",
} as const;

function typedLiteral(
  { type, value }: Extract<Expression, { kind: "typed" }>,
  { parameter }: Own,
): string {
  return `CAST(CAST(${parameter(value)} AS text) AS ${TYPED[type]})`;
}

const BARE = ["string", "number", "bool", "null", "path", "typed", "cast", "scalar"];

/** Text that can stand beside any operator. */
function operand(node: Expression, print: Print): string {
  if (node.kind === "part" || node.kind === "interval") return "";
  return BARE.includes(node.kind) ? print(node) : `(${print(node)})`;
}

function printCall(node: Call, own: Own): string {
  const over = node.over ? ` OVER ${printOver(node.over, own.style, own.print)}` : "";
  const args = node.args.map((arg) => operand(arg, own.print));
  return writeCall(node, { args, over, today: own.today, print: own.print });
}

/** Whole numbers divided are no whole number in BigQuery; dates keep their kind. */
function printBinary(node: Binary, { print }: Own): string | undefined {
  const [left, right] = [operand(node.left, print), operand(node.right, print)];
  switch (node.op) {
    case "/":
      return `(CAST(${left} AS double precision) / ${right})`;
    case "LIKE":
    case "NOT LIKE":
      return `${left} ${node.op} ${right}`;
    case "!=":
      return `${left} <> ${right}`;
    case "^":
      return unsupported("The operator ^");
    default:
      return undefined;
  }
}

const PARTS = ["YEAR", "QUARTER", "MONTH", "DAY", "ISOYEAR"];

function printExtract(
  { part, from, zone }: Extract<Expression, { kind: "extract" }>,
  { print }: Own,
): string {
  const value = print(from);
  if (zone) return unsupported("EXTRACT with a timezone");
  // Sunday is 1 in BigQuery, 0 in Postgres.
  if (part.name === "DAYOFWEEK") return `CAST(EXTRACT(DOW FROM ${value}) + 1 AS bigint)`;
  if (part.name === "DAYOFYEAR") return `CAST(EXTRACT(DOY FROM ${value}) AS bigint)`;
  if (part.name === "ISOWEEK") return `CAST(EXTRACT(WEEK FROM ${value}) AS bigint)`;
  if (!PARTS.includes(part.name)) return unsupported(`EXTRACT of ${part.name}`);
  return `CAST(EXTRACT(${part.name} FROM ${value}) AS bigint)`;
}

const TYPES: Readonly<Record<string, string>> = {
  STRING: "text",
  INT64: "bigint",
  FLOAT64: "double precision",
  BOOL: "boolean",
  DATE: "date",
  DATETIME: "timestamp",
  TIMESTAMP: "timestamptz",
  NUMERIC: "numeric",
};

export function postgresType(type: TypeName): string {
  const known = type.kind === "simple" ? TYPES[type.name] : undefined;
  return known ?? unsupported("A cast to this type");
}
