import type { Expression, Query } from "./ast.ts";
import { complain } from "./complaint.ts";
import { position, type Token } from "./lexer.ts";
import { RESERVED } from "./reserved.ts";

/** Nested brackets, CASE, NOT and subqueries; and links in one chain of operators. */
export const MAX_DEPTH = 50;
export const MAX_CHAIN = 200;

/** Reads tokens in order. The two rules that need each other are given to it, so that files need not import in a circle. */
export type Cursor = {
  /** The token `ahead` places on, without taking it. */
  peek(ahead?: number): Token;
  next(): Token;
  /** True when the next words are these (in capitals). */
  at(...words: string[]): boolean;
  /** Takes the words when they come next. */
  accept(...words: string[]): boolean;
  expect(...words: string[]): void;
  atSymbol(symbol: string): boolean;
  acceptSymbol(symbol: string): boolean;
  expectSymbol(symbol: string): void;
  /** A name: a word that is not reserved, or anything in back-ticks. */
  name(what: string): string;
  atName(): boolean;
  /** Runs a rule one level deeper. */
  nested<T>(rule: () => T): T;
  /** @throws {Complaint} naming what came instead. */
  unexpected(wanted: string): never;
  expression(): Expression;
  query(): Query;
};

export type Rules = {
  readonly expression: (cursor: Cursor) => Expression;
  readonly query: (cursor: Cursor) => Query;
};

export function createCursor(sql: string, tokens: readonly Token[], rules: Rules): Cursor {
  const last = tokens.length - 1;
  let index = 0;
  let depth = 0;
  const peek = (ahead = 0) => tokens[Math.min(index + ahead, last)] as Token;

  const cursor: Cursor = {
    peek,
    next: () => {
      const token = peek();
      if (index < last) index++;
      return token;
    },
    at: (...words) => words.every((word, i) => peek(i).upper === word),
    accept: (...words) => {
      const found = cursor.at(...words);
      if (found) index += words.length;
      return found;
    },
    expect: (...words) => {
      if (!cursor.accept(...words)) cursor.unexpected(words.join(" "));
    },
    atSymbol: (symbol) => peek().kind === "symbol" && peek().text === symbol,
    acceptSymbol: (symbol) => {
      const found = cursor.atSymbol(symbol);
      if (found) index++;
      return found;
    },
    expectSymbol: (symbol) => {
      if (!cursor.acceptSymbol(symbol)) cursor.unexpected(`"${symbol}"`);
    },
    atName: () =>
      peek().kind === "quoted" || (peek().kind === "word" && !RESERVED.has(peek().upper)),
    name: (what) => (cursor.atName() ? cursor.next().text : cursor.unexpected(what)),
    nested: (rule) => {
      if (++depth > MAX_DEPTH)
        complain(`The statement is nested more than ${MAX_DEPTH} levels deep`);
      const result = rule();
      depth--;
      return result;
    },
    unexpected: (wanted) => {
      const { kind, text, start } = peek();
      const found = kind === "end" ? "the end of the statement" : `"${text.slice(0, 40)}"`;
      complain(`Expected ${wanted} but found ${found} at ${position(sql, start)}`);
    },
    expression: () => rules.expression(cursor),
    query: () => rules.query(cursor),
  };
  return cursor;
}

/** Items with commas between them, at least one. */
export function commaList<T>(cursor: Cursor, item: () => T): readonly T[] {
  const items = [item()];
  while (cursor.acceptSymbol(",")) items.push(item());
  return items;
}
