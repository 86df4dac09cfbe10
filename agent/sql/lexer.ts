import { complain } from "./complaint.ts";
import { readString } from "./string-literal.ts";

/** One token. `start` and `end` are character offsets; `upper` is a word in capitals, "" for the rest. */
export type Token = {
  readonly kind: "word" | "quoted" | "string" | "bytes" | "number" | "symbol" | "end";
  readonly text: string;
  readonly upper: string;
  readonly start: number;
  readonly end: number;
};

export const MAX_SQL_CHARACTERS = 20_000;
const MAX_TOKENS = 6_000;

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\r\n\f]+/y;
const LINE_COMMENT = /(?:--|#)[^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?\*\//y;
const STRING_START = /(?:[rR][bB]?|[bB][rR]?)?(?:'''|"""|'|")/y;
const QUOTED = /`((?:[^`\\\n]|\\.)+)`/y;
// ">>" is left as two tokens, since it also closes ARRAY<STRUCT<…>>.
const SYMBOL = /<>|!=|<=|>=|<<|\|\||\|>|=>|[()[\],.;+\-*/<>=~&|^]/y;

/**
 * The tokens of a statement, comments left out, ending with one of kind `end`.
 *
 * @throws {Complaint} at the first character that starts no token.
 */
export function tokenize(sql: string): readonly Token[] {
  if (sql.length > MAX_SQL_CHARACTERS) {
    complain(
      `The statement is longer than ${MAX_SQL_CHARACTERS} characters (${sql.length}); write a shorter one`,
    );
  }
  const tokens: Token[] = [];
  let at = skipBlank(sql, 0);
  while (at < sql.length) {
    const token = readToken(sql, at);
    tokens.push(token);
    if (tokens.length > MAX_TOKENS) complain(`The statement has more than ${MAX_TOKENS} words`);
    at = skipBlank(sql, token.end);
  }
  tokens.push({ kind: "end", text: "", upper: "", start: sql.length, end: sql.length });
  return tokens;
}

function skipBlank(sql: string, from: number): number {
  let at = from;
  for (;;) {
    const blank =
      matchAt(SPACE, sql, at) ?? matchAt(LINE_COMMENT, sql, at) ?? matchAt(BLOCK_COMMENT, sql, at);
    if (blank === undefined) return at;
    at += blank.length;
  }
}

function readToken(sql: string, start: number): Token {
  const opening = matchAt(STRING_START, sql, start);
  if (opening !== undefined) {
    const { value, bytes, end } = readString(sql, start, opening);
    return { kind: bytes ? "bytes" : "string", text: value, upper: "", start, end };
  }
  const word = matchAt(WORD, sql, start);
  if (word !== undefined) return token("word", word, start);
  const number = matchAt(NUMBER, sql, start);
  if (number !== undefined) return readNumber(sql, start, number);
  if (sql[start] === "`") return readQuoted(sql, start);
  const symbol = matchAt(SYMBOL, sql, start);
  return symbol === undefined ? refuseCharacter(sql, start) : token("symbol", symbol, start);
}

function token(kind: Token["kind"], text: string, start: number): Token {
  const upper = kind === "word" ? text.toUpperCase() : "";
  return { kind, text, upper, start, end: start + text.length };
}

function readNumber(sql: string, start: number, text: string): Token {
  const end = start + text.length;
  if (/[A-Za-z0-9_]/.test(sql[end] ?? "")) {
    complain(
      `A number runs into a word at ${position(sql, start)}: "${sql.slice(start, end + 8)}"`,
    );
  }
  return token("number", text, start);
}

function readQuoted(sql: string, start: number): Token {
  QUOTED.lastIndex = start;
  const inner = QUOTED.exec(sql)?.[1];
  if (inner === undefined) complain(`A back-ticked name at ${position(sql, start)} does not end`);
  if (inner.includes("\\"))
    complain(`Escapes in back-ticked names are not supported: \`${inner}\``);
  const end = start + inner.length + 2;
  return { kind: "quoted", text: inner, upper: "", start, end };
}

const HINTS: Readonly<Record<string, string>> = {
  "@": "Query parameters are not supported; write the value itself",
  "?": "Query parameters are not supported; write the value itself",
  "%": "BigQuery has no operator %; use MOD(a, b)",
  ":": "BigQuery has no operator :: or :; use CAST(x AS type) or JSON_VALUE",
};

function refuseCharacter(sql: string, at: number): never {
  const character = String.fromCodePoint(sql.codePointAt(at) ?? 0);
  const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  if (sql.startsWith("/*", at)) complain(`A comment at ${position(sql, at)} does not end`);
  const hint = HINTS[character];
  if (hint !== undefined) complain(hint);
  complain(`Unexpected character "${character}" (U+${code}) at ${position(sql, at)}`);
}

/** `line 2, column 7`, both from 1. */
export function position(sql: string, offset: number): string {
  const before = sql.slice(0, offset).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

function matchAt(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0];
}
