import type {
  Binary,
  Call,
  Case,
  DatePart,
  Expression,
  FrameBound,
  InTest,
  OrderItem,
  Over,
  Query,
  TypeName,
  Window,
} from "./ast.ts";

/** How one dialect writes what dialects write differently. */
export type Style = {
  /** Brackets around every operand that is not atomic, for a reader with other precedences. */
  readonly bracketAll: boolean;
  name(name: string): string;
  string(value: string): string;
  type(type: TypeName): string;
  query(query: Query): string;
  order(item: OrderItem, print: Print): string;
  /** The node in this dialect's own words; undefined where it is written as BigQuery writes it. */
  own(node: Expression, print: Print): string | undefined;
};

/** An expression as text. */
export type Print = (node: Expression) => string;

/** Strength of what a node's text is held together by; 20 for what needs no brackets. */
const ATOM = 20;
const STRENGTH: Readonly<Record<string, number>> = {
  OR: 1,
  AND: 2,
  NOT: 3,
  "|": 5,
  "^": 6,
  "&": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "||": 10,
};
const COMPARISON = 4;
const UNARY = 11;

/** Writes expressions in one style. */
export function createPrinter(style: Style): Print {
  const print: Print = (node) => style.own(node, print) ?? printNode(node, style, print);
  return print;
}

function strength(node: Expression): number {
  switch (node.kind) {
    case "binary":
      return STRENGTH[node.op] ?? COMPARISON;
    case "is":
    case "between":
    case "in":
      return COMPARISON;
    case "unary":
      return node.op === "NOT" ? 3 : UNARY;
    case "interval":
      return 1;
    default:
      return ATOM;
  }
}

type How = {
  readonly style: Style;
  readonly print: Print;
  /** An operand, in brackets unless it holds together at least this strongly. */
  readonly operand: (child: Expression, least: number) => string;
};

type Writers = {
  readonly [K in Expression["kind"]]: (node: Extract<Expression, { kind: K }>, how: How) => string;
};

function printNode(node: Expression, style: Style, print: Print): string {
  const operand = (child: Expression, least: number) => {
    const atomic = strength(child) >= (style.bracketAll ? ATOM : least);
    return atomic ? print(child) : `(${print(child)})`;
  };
  const write = WRITERS[node.kind] as (node: Expression, how: How) => string;
  return write(node, { style, print, operand });
}

const WRITERS: Writers = {
  string: ({ value }, { style }) => style.string(value),
  number: ({ text }) => printNumber(text),
  bool: ({ value }) => (value ? "TRUE" : "FALSE"),
  null: () => "NULL",
  typed: ({ type, value }, { style }) => `${type} ${style.string(value)}`,
  path: ({ parts }, { style }) => parts.map(style.name).join("."),
  star: () => "*",
  call: (node, { style, print }) => printCall(node, style, print),
  cast: ({ safe, value, type }, { style, print }) =>
    `${safe ? "SAFE_CAST" : "CAST"}(${print(value)} AS ${style.type(type)})`,
  unary: ({ op, value }, { operand }) =>
    op === "NOT" ? `NOT ${operand(value, 3)}` : `${op}${operand(value, ATOM)}`,
  binary: printBinary,
  is: ({ value, not, what }, { operand }) =>
    `${operand(value, COMPARISON + 1)} IS ${not ? "NOT " : ""}${what}`,
  between: ({ value, not, low, high }, { operand }) =>
    `${operand(value, COMPARISON + 1)} ${not ? "NOT " : ""}BETWEEN ${operand(low, COMPARISON + 1)} AND ${operand(high, COMPARISON + 1)}`,
  in: (node, how) =>
    `${how.operand(node.value, COMPARISON + 1)} ${node.not ? "NOT " : ""}IN ${printAmong(node, how.style, how.print)}`,
  case: (node, { print }) => printCase(node, print),
  exists: ({ query }, { style }) => `EXISTS ${nest(style.query(query))}`,
  scalar: ({ query }, { style }) => nest(style.query(query)),
  "array-query": ({ query }, { style }) => `ARRAY${nest(style.query(query))}`,
  array: ({ element, items }, { style, print }) =>
    `${element ? `ARRAY<${style.type(element)}>` : ""}[${list(items, print)}]`,
  struct: ({ fields }, { style, print }) => {
    const all = fields.map(({ name, value }) =>
      name === undefined ? print(value) : `${print(value)} AS ${style.name(name)}`,
    );
    return `STRUCT(${all.join(", ")})`;
  },
  tuple: ({ items }, { print }) => `(${list(items, print)})`,
  index: ({ value, mode, at }, { print, operand }) =>
    `${operand(value, ATOM)}[${mode === "PLAIN" ? print(at) : `${mode}(${print(at)})`}]`,
  field: ({ value, name }, { style, operand }) =>
    `${fieldOwner(value, operand)}.${style.name(name)}`,
  interval: ({ amount, unit }, { operand }) => `INTERVAL ${operand(amount, UNARY)} ${unit}`,
  extract: ({ part, from, zone }, { print }) =>
    `EXTRACT(${printPart(part)} FROM ${print(from)}${zone ? ` AT TIME ZONE ${print(zone)}` : ""})`,
  part: printPart,
};

function printBinary(node: Binary, { print, operand }: How): string {
  const { op, left, right } = node;
  const own = STRENGTH[op] ?? COMPARISON;
  if (op === "OR") {
    // AND inside OR gets brackets for the reader, though it needs none.
    const chained = left.kind === "binary" && left.op === "OR";
    return `${chained ? print(left) : operand(left, 3)} OR ${operand(right, 3)}`;
  }
  const chained = op === "AND" && left.kind === "binary" && left.op === "AND";
  const least = own === COMPARISON ? own + 1 : own;
  return `${chained ? print(left) : operand(left, least)} ${op} ${operand(right, own + 1)}`;
}

function fieldOwner(
  value: Expression,
  operand: (child: Expression, least: number) => string,
): string {
  const bare = value.kind === "index" || value.kind === "field" || value.kind === "scalar";
  return bare ? operand(value, ATOM) : `(${operand(value, ATOM)})`;
}

/** Settles spelling: `.5` and `5.` get their zero, letters are small. */
export function printNumber(text: string): string {
  const small = text.toLowerCase();
  if (small.startsWith("0x")) return small;
  return small.replace(/^\./, "0.").replace(/\.(?=e|$)/, ".0");
}

function printPart({ name, weekday }: DatePart): string {
  return weekday === undefined ? name : `${name}(${weekday})`;
}

export function list(items: readonly Expression[], print: Print): string {
  return items.map(print).join(", ");
}

function printAmong({ among }: InTest, style: Style, print: Print): string {
  switch (among.kind) {
    case "list":
      return `(${list(among.items, print)})`;
    case "query":
      return nest(style.query(among.query));
    case "unnest":
      return `UNNEST(${print(among.array)})`;
  }
}

function printCase(node: Case, print: Print): string {
  const operand = node.operand ? ` ${print(node.operand)}` : "";
  const branches = node.branches.map(
    ({ when, result }) => ` WHEN ${print(when)} THEN ${print(result)}`,
  );
  const otherwise = node.otherwise ? ` ELSE ${print(node.otherwise)}` : "";
  return `CASE${operand}${branches.join("")}${otherwise} END`;
}

function printCall(call: Call, style: Style, print: Print): string {
  const args = call.star ? "*" : list(call.args, print);
  const inside = [
    `${call.distinct ? "DISTINCT " : ""}${args}`,
    call.nulls ? `${call.nulls} NULLS` : "",
    call.having ? `HAVING ${call.having.which} ${print(call.having.value)}` : "",
    printOrder(call.orderBy, style, print),
    call.limit ? `LIMIT ${print(call.limit)}` : "",
  ];
  const over = call.over ? ` OVER ${printOver(call.over, style, print)}` : "";
  return `${call.safe ? "SAFE." : ""}${call.name}(${inside.filter(Boolean).join(" ")})${over}`;
}

export function printOver(over: Over, style: Style, print: Print): string {
  return over.kind === "named" ? style.name(over.name) : printWindow(over, style, print);
}

export function printWindow(window: Window, style: Style, print: Print): string {
  const { frame } = window;
  const bounds = frame?.end
    ? `BETWEEN ${printBound(frame.start, print)} AND ${printBound(frame.end, print)}`
    : frame && printBound(frame.start, print);
  const inside = [
    window.base === undefined ? "" : style.name(window.base),
    window.partitionBy.length > 0 ? `PARTITION BY ${list(window.partitionBy, print)}` : "",
    printOrder(window.orderBy, style, print),
    frame ? `${frame.unit} ${bounds}` : "",
  ];
  return `(${inside.filter(Boolean).join(" ")})`;
}

function printBound(bound: FrameBound, print: Print): string {
  if (bound.kind === "current") return "CURRENT ROW";
  return `${bound.by ? print(bound.by) : "UNBOUNDED"} ${bound.direction}`;
}

export function printOrder(items: readonly OrderItem[], style: Style, print: Print): string {
  if (items.length === 0) return "";
  return `ORDER BY ${items.map((item) => style.order(item, print)).join(", ")}`;
}

/** A query in brackets: on one line where it is short, else indented. No literal holds a line break, so that lines can be joined. */
export function nest(query: string): string {
  const flat = query.replace(/\n\s*/g, " ");
  return flat.length <= 60 ? `(${flat})` : `(\n${indent(query)}\n)`;
}

export function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
