import { compared, cut, inARow, mostItems, sideBySide } from "./bounds.ts";
import type { Writer } from "./dates.ts";
import { JSONS } from "./json.ts";
import { printf } from "./printf.ts";
import { literalText, unsupported, type Words } from "./words.ts";

/** Functions that DuckDB has under this name, with the same arguments and the same meaning. */
const SAME: Readonly<Record<string, string>> = {
  ABS: "abs",
  SIGN: "sign",
  SQRT: "sqrt",
  CBRT: "cbrt",
  POW: "pow",
  POWER: "pow",
  EXP: "exp",
  LN: "ln",
  LOG10: "log10",
  ROUND: "round",
  TRUNC: "trunc",
  CEIL: "ceil",
  CEILING: "ceil",
  FLOOR: "floor",
  IS_NAN: "isnan",
  IS_INF: "isinf",
  BIT_COUNT: "bit_count",
  COS: "cos",
  SIN: "sin",
  TAN: "tan",
  ACOS: "acos",
  ASIN: "asin",
  ATAN: "atan",
  ATAN2: "atan2",
  SINH: "sinh",
  COSH: "cosh",
  TANH: "tanh",
  OCTET_LENGTH: "strlen",
  UNICODE: "unicode",
  NORMALIZE: "nfc_normalize",
  JSON_TYPE: "bq_json_type",
  TO_JSON: "to_json",
  LENGTH: "length",
  CHAR_LENGTH: "length",
  CHARACTER_LENGTH: "length",
  BYTE_LENGTH: "strlen",
  LOWER: "lower",
  UPPER: "upper",
  REVERSE: "reverse",
  TRANSLATE: "translate",
  STARTS_WITH: "starts_with",
  ENDS_WITH: "ends_with",
  STRPOS: "strpos",
  INSTR: "strpos",
  REGEXP_CONTAINS: "regexp_matches",
  ASCII: "ascii",
  IFNULL: "coalesce",
  COALESCE: "coalesce",
  NULLIF: "nullif",
  DIV: "bq_div",
  MOD: "bq_mod",
  ARRAY_LENGTH: "len",
  ARRAY_REVERSE: "list_reverse",
};

function rename(to: string): Writer {
  return (_, { args }) => `${to}(${args.join(", ")})`;
}

/** `greatest` and `least` of DuckDB pass over NULL; BigQuery's do not. */
function unlessNull(to: string): Writer {
  return (_, { args }) =>
    `CASE WHEN ${args.map((arg) => `${arg} IS NULL`).join(" OR ")} THEN NULL ELSE ${to}(${args.join(", ")}) END`;
}

const NUMERIC = "DECIMAL(38, 9)";

/** A quotient: of NUMERIC, again NUMERIC; DuckDB divides in floating point. */
export function divide(quotient: string, isNumeric: boolean): string {
  return isNumeric ? `CAST(${quotient} AS ${NUMERIC})` : quotient;
}

const safeDivide: Writer = (call, { args: [x, y], typeOf }) => {
  const isNumeric = typeOf(call) === "NUMERIC";
  return divide(`(${isNumeric ? `CAST(${x} AS DOUBLE)` : x} / nullif(${y}, 0))`, isNumeric);
};

const concat: Writer = ({ args }, words) =>
  `(${sideBySide(
    args,
    args.map((node, i) => asText(node, words.args[i] ?? "", words)),
    words,
  )})`;

function asText(node: Parameters<Words["typeOf"]>[0], text: string, words: Words): string {
  return words.typeOf(node) === "STRING" ? text : `bq_string(${text})`;
}

function trimmer(name: string): Writer {
  return (_, { args: [text, characters] }) =>
    characters === undefined ? `bq_${name}(${text})` : `${name}(${text}, ${characters})`;
}

const substr: Writer = (_, { args: [text, from, length] }) =>
  `bq_substr(${text}, ${from}, ${length ?? `length(${text})`})`;

function pad(name: string): Writer {
  return (_, { args: [text, length, filler] }) =>
    `${name}(${text}, bq_width(${length}), ${filler ?? "' '"})`;
}

/** How many groups a regular expression has; BigQuery takes at most one. */
function groups(pattern: string): number {
  const bare = pattern.replace(/\\./gs, "").replace(/\[\^?\]?[^\]]*\]/g, "");
  const count = (bare.match(/\((?!\?)|\(\?P?</g) ?? []).length;
  if (count > 1) unsupported("A regular expression with more than one group");
  return count;
}

function regexpExtract(name: string): Writer {
  return ({ args: [, pattern] }, { args: [text, regex] }) => {
    const group = groups(literalText(pattern, "A regular expression"));
    const all = name === "regexp_extract" ? text : cut(text ?? "");
    const found = `${name}(${all}, ${regex}, ${group})`;
    // DuckDB gives '' where nothing matches.
    return name === "regexp_extract"
      ? `CASE WHEN regexp_matches(${text}, ${regex}) THEN ${found} END`
      : found;
  };
}

const choose: Writer = (_, { args: [condition, yes, no] }) =>
  `CASE WHEN ${condition} THEN ${yes} ELSE ${no} END`;

const generateArray: Writer = (call, words) => {
  const whole = call.args.every((arg) => ["INT64", "UNKNOWN"].includes(words.typeOf(arg)));
  if (!whole) unsupported("GENERATE_ARRAY of anything but whole numbers");
  const [from, to, step] = words.args;
  return `generate_series(${from}, bq_until(${from}, ${to}, ${step ?? 1}, ${mostItems(call, words.sources)})${step === undefined ? "" : `, ${step}`})`;
};

const toText: Writer = ({ args: [node, zone] }, words) => {
  const [value] = words.args;
  if (zone !== undefined) return unsupported("STRING with a time zone", "use FORMAT_TIMESTAMP");
  const kind = words.typeOf(node);
  if (kind === "JSON") return `json_extract_string(${value}, '$')`;
  return `(CAST(${value} AS VARCHAR)${kind === "TIMESTAMP" ? " || '+00'" : ""})`;
};

/** Scalar functions other than those of dates and times. */
export const SCALARS: Readonly<Record<string, Writer>> = {
  ...JSONS,
  ...Object.fromEntries(Object.entries(SAME).map(([name, to]) => [name, rename(to)])),
  LOG: (_, { args: [x, base] }) => (base === undefined ? `ln(${x})` : `(ln(${x}) / ln(${base}))`),
  GREATEST: unlessNull("greatest"),
  LEAST: unlessNull("least"),
  SAFE_DIVIDE: safeDivide,
  SAFE_MULTIPLY: (_, { args: [x, y] }) => `TRY(${x} * ${y})`,
  SAFE_ADD: (_, { args: [x, y] }) => `TRY(${x} + ${y})`,
  SAFE_SUBTRACT: (_, { args: [x, y] }) => `TRY(${x} - ${y})`,
  SAFE_NEGATE: (_, { args: [x] }) => `TRY(-${x})`,
  IEEE_DIVIDE: (_, { args: [x, y] }) => `(CAST(${x} AS DOUBLE) / CAST(${y} AS DOUBLE))`,
  RANGE_BUCKET: (_, { args: [x, bounds] }) => `len(list_filter(${bounds}, lambda _b: _b <= ${x}))`,
  CONCAT: concat,
  INITCAP: (_, { args: [text = ""] }) => `bq_initcap(${cut(text)})`,
  EDIT_DISTANCE: (_, { args: [a = "", b = ""] }) => `levenshtein(${compared(a)}, ${compared(b)})`,
  TRIM: trimmer("trim"),
  LTRIM: trimmer("ltrim"),
  RTRIM: trimmer("rtrim"),
  SUBSTR: substr,
  SUBSTRING: substr,
  LEFT: (_, { args: [text, n] }) => `left(${text}, greatest(${n}, 0))`,
  RIGHT: (_, { args: [text, n] }) => `right(${text}, greatest(${n}, 0))`,
  LPAD: pad("lpad"),
  RPAD: pad("rpad"),
  SPLIT: (_, { args: [text, separator] }) =>
    `string_split(${cut(text ?? "")}, ${separator ?? "','"})`,
  CONTAINS_SUBSTR: (_, { args: [text, part] }) => `contains(lower(${text}), lower(${part}))`,
  REGEXP_EXTRACT: regexpExtract("regexp_extract"),
  REGEXP_SUBSTR: regexpExtract("regexp_extract"),
  REGEXP_EXTRACT_ALL: regexpExtract("regexp_extract_all"),
  CHR: (_, { args: [code] }) => `chr(CAST(${code} AS INTEGER))`,
  REPEAT: (_, { args: [text, times] }) => `repeat(${text}, bq_times(${text}, ${times}))`,
  REPLACE: (_, { args: [text, part, by] }) =>
    `replace(${text}, ${part}, bq_by(${text}, ${part}, ${by}))`,
  REGEXP_REPLACE: (_, { args: [text, pattern, by] }) =>
    `regexp_replace(${text}, ${pattern}, bq_by(${text}, '', ${by}), 'g')`,
  REGEXP_INSTR: (_, { args: [text, regex] }) =>
    `CASE WHEN regexp_matches(${text}, ${regex}) THEN strpos(${text}, regexp_extract(${text}, ${regex})) ELSE 0 END`,
  STRING: toText,
  PARSE_NUMERIC: (_, { args: [text] }) => `CAST(${text} AS ${NUMERIC})`,
  PARSE_BIGNUMERIC: (_, { args: [text] }) => `CAST(${text} AS ${NUMERIC})`,
  FORMAT: printf,
  IF: choose,
  ZEROIFNULL: (_, { args: [x] }) => `coalesce(${x}, 0)`,
  NULLIFZERO: (_, { args: [x] }) => `nullif(${x}, 0)`,
  GENERATE_ARRAY: generateArray,
  ARRAY_TO_STRING: (_, { args: [list, separator, missing] }) =>
    missing === undefined
      ? `array_to_string(${list}, ${separator})`
      : `array_to_string(list_transform(${list}, lambda _v: coalesce(_v, ${missing})), ${separator})`,
  // DuckDB's list_concat passes over NULL.
  ARRAY_CONCAT: ({ args: nodes }, { args }) => `(${inARow(nodes, args).join(" || ")})`,
  ARRAY_FIRST: (_, { args: [list] }) => `bq_offset(${list}, 0)`,
  ARRAY_LAST: (_, { args: [list] }) => `bq_offset(${list}, len(${list}) - 1)`,
};
