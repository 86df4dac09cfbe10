import type { Call, Expression } from "../ast.ts";
import { complain } from "../complaint.ts";
import { MOST_CHARACTERS, textWithin } from "./bounds.ts";
import { literalText, quote, unsupported, type Words } from "./words.ts";

/** Characters that an element may be filled up to. */
const WIDEST = 1_000;

/** FORMAT of BigQuery, put together from pieces; one format element an argument. */
export function printf({ args: [pattern, ...values] }: Call, words: Words): string {
  const format = literalText(pattern, "A format");
  const elements = format.match(/%%|%[^a-zA-Z%]*[a-zA-Z]|[^%]+|%/g) ?? [];
  const share = { most: Math.floor(MOST_CHARACTERS / Math.max(1, elements.length)), kinds: words };
  let used = 0;
  const pieces = elements.map((element) => {
    if (element === "%%") return quote("%");
    if (!element.startsWith("%")) return quote(element);
    const node = values[used];
    if (node === undefined) complain(`FORMAT has more elements than values: ${format}`);
    used++;
    return piece(element, node, {
      ...words,
      args: [textWithin(node, words.args[used] ?? "", share)],
    });
  });
  if (used < values.length) complain(`FORMAT has more values than elements: ${format}`);
  return pieces.length === 0 ? "''" : `(${pieces.join(" || ")})`;
}

function piece(element: string, node: Expression, words: Words): string {
  const [value = ""] = words.args;
  const [, flags = "", width = "", decimals, letter = ""] =
    /^%([-+ 0']*)(\d*)(?:\.(\d+))?([a-zA-Z])$/.exec(element) ?? [];
  const text = content(letter, { value, node, words, decimals, thousands: flags.includes("'") });
  if (text === undefined || /[-+ ]/.test(flags) || Number(width) > WIDEST)
    return unsupported(`The format element ${element}`);
  if (width === "") return text;
  // DuckDB's lpad would cut what is longer.
  const filler = flags.includes("0") ? "'0'" : "' '";
  return `lpad(${text}, CAST(greatest(${width}, length(${text})) AS INTEGER), ${filler})`;
}

type Piece = {
  readonly value: string;
  readonly node: Expression;
  readonly words: Words;
  readonly decimals: string | undefined;
  readonly thousands: boolean;
};

function content(letter: string, piece: Piece): string | undefined {
  const { value, node, words, thousands } = piece;
  switch (letter) {
    case "d":
    case "i":
      return thousands
        ? `format('{:,}', CAST(${value} AS BIGINT))`
        : `CAST(CAST(${value} AS BIGINT) AS VARCHAR)`;
    case "f": {
      const digits = Math.min(Number(piece.decimals ?? 6), 15);
      const exact = `CAST(${value} AS DECIMAL(38, ${digits}))`;
      return thousands
        ? `format('{:,.${digits}f}', CAST(${exact} AS DOUBLE))`
        : `CAST(${exact} AS VARCHAR)`;
    }
    case "s":
      return words.typeOf(node) === "STRING" ? value : `bq_string(${value})`;
    case "t":
      return `bq_string(${value})`;
    default:
      return undefined;
  }
}
