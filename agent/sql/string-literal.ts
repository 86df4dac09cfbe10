import { complain } from "./complaint.ts";

const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "?": "?",
  '"': '"',
  "'": "'",
  "`": "`",
};
const CODED =
  /\\(?:x([0-9a-fA-F]{2})|X([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/y;

/**
 * A string literal of BigQuery that starts at `start` with `opening` (prefix and quotes).
 *
 * @throws {Complaint} when it does not end, or has an escape that BigQuery does not know.
 */
export function readString(
  sql: string,
  start: number,
  opening: string,
): { value: string; bytes: boolean; end: number } {
  const quote = opening.replace(/^[rRbB]+/, "");
  const prefix = opening.slice(0, opening.length - quote.length).toLowerCase();
  const from = start + opening.length;
  const end = findEnd(sql, from, quote);
  const body = sql.slice(from, end);
  if (sql[end + quote.length] === quote[0]) {
    complain("Two strings stand side by side; a quote inside a string is written \\' in BigQuery");
  }
  const value = prefix.includes("r") ? body : decodeEscapes(body);
  if (value.includes("\0")) complain("A string cannot hold the character NUL");
  return { value, bytes: prefix.includes("b"), end: end + quote.length };
}

function findEnd(sql: string, from: number, quote: string): number {
  for (let at = from; at < sql.length; at++) {
    if (sql.startsWith(quote, at)) return at;
    if (sql[at] === "\\") at++;
    else if (sql[at] === "\n" && quote.length === 1) break;
  }
  return complain(`A string does not end: ${sql.slice(from - 1, from + 20)}`);
}

function decodeEscapes(body: string): string {
  let text = "";
  for (let at = 0; at < body.length; ) {
    const slash = body.indexOf("\\", at);
    if (slash < 0) return text + body.slice(at);
    const { character, length } = readEscape(body, slash);
    text += body.slice(at, slash) + character;
    at = slash + length;
  }
  return text;
}

function readEscape(body: string, at: number): { character: string; length: number } {
  const next = body[at + 1] ?? "";
  const simple = SIMPLE[next];
  if (simple !== undefined) return { character: simple, length: 2 };
  CODED.lastIndex = at;
  const coded = CODED.exec(body);
  const hex = coded?.[1] ?? coded?.[2] ?? coded?.[3] ?? coded?.[4];
  const code = hex === undefined ? Number.parseInt(coded?.[5] ?? "", 8) : Number.parseInt(hex, 16);
  if (coded === null || !(code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) {
    complain(`Illegal escape "\\${next}" in a string; write \\\\ for a backslash`);
  }
  return { character: String.fromCodePoint(code), length: coded[0].length };
}
