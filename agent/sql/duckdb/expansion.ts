import { complain } from "../complaint.ts";
import { MACROS } from "./macros.ts";

/**
 * Words that the engine may read once every macro's body stands in its place: it copies an argument wherever the body names it,
 * so that few within each other make very many, and cannot be stopped while it reads (2.6 µs a word, measured 2026-11-22).
 */
const MOST_WORDS = 100_000;

const WORD = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_]*|[0-9.]+|[(),]|[^\s(),]/g;

/** How often a body names each of its arguments, and how many words it has of its own. */
type Body = { readonly uses: readonly number[]; readonly words: number };

const bodies = new Map<string, Body>();

/** @throws {Complaint} for a statement that would be read as very many words. */
export function refuseHuge(sql: string): void {
  if (countWords(sql, () => 1) > MOST_WORDS)
    complain(
      "The statement is too large for the engine; shorten it, or work inner functions out in a WITH",
    );
}

/** Words of an expression with the bodies of macros in their places, each word of the text itself by its weight. */
export function countWords(sql: string, weigh: (word: string) => number): number {
  type Open = { readonly body: Body | undefined; argument: number; total: number; current: number };
  const opened: Open[] = [{ body: undefined, argument: 0, total: 0, current: 0 }];
  const top = () => opened.at(-1) as Open;
  const endArgument = (open: Open) => {
    open.total += open.current * (open.body?.uses[open.argument] ?? 1);
    open.argument += 1;
    open.current = 0;
  };
  let before = "";
  for (const [word] of sql.matchAll(WORD)) {
    if (word === "(") {
      opened.push({ body: bodyOf(before), argument: 0, total: 0, current: 0 });
    } else if (word === ",") {
      endArgument(top());
    } else if (word === ")" && opened.length > 1) {
      const closed = opened.pop() as Open;
      endArgument(closed);
      top().current += closed.total + (closed.body?.words ?? 0) * weigh("");
    } else {
      top().current += weigh(word);
    }
    before = word;
  }
  endArgument(top());
  return top().total;
}

/** Undefined for what is no macro. */
function bodyOf(name: string): Body | undefined {
  if (!name.startsWith("bq_")) return undefined;
  const known = bodies.get(name);
  if (known) return known;
  const [signature, text = ""] =
    Object.entries(MACROS).find(([key]) => key.startsWith(`${name}(`)) ?? [];
  const names = /\((.*)\)/.exec(signature ?? "")?.[1]?.split(", ") ?? [];
  const body = {
    uses: names.map((one) => countWords(text, (word) => (word === one ? 1 : 0))),
    words: countWords(text, () => 1),
  };
  bodies.set(name, body);
  return body;
}
