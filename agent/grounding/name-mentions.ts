import type { NameIndex, RowName } from "./evidence-index.ts";
import type { Span } from "./not-figures.ts";

/** Where the answer names rows of the evidence. */
export type NameMention = Span & {
  /** In lower case. */
  readonly name: string;
  readonly rows: readonly RowName[];
};

const WORD = /[\p{L}\p{N}€$][\p{L}\p{N}'’&.+-]*/gu;

/** Longest names first at each word; in order, without overlaps. */
export function findNames(answer: string, names: NameIndex): readonly NameMention[] {
  const byFirstWord = new Map<string, string[]>();
  for (const name of names.keys()) {
    const first = firstWord(name);
    const known = byFirstWord.get(first);
    if (known) known.push(name);
    else byFirstWord.set(first, [name]);
  }
  for (const list of byFirstWord.values()) list.sort((a, b) => b.length - a.length);
  return scan(answer.toLowerCase(), byFirstWord, names);
}

function scan(
  text: string,
  byFirstWord: ReadonlyMap<string, readonly string[]>,
  names: NameIndex,
): readonly NameMention[] {
  const mentions: NameMention[] = [];
  let free = 0;
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    if (start < free) continue;
    const name = byFirstWord
      .get(firstWord(match[0]))
      ?.find((candidate) => standsAt(text, start, candidate));
    if (name === undefined) continue;
    free = start + name.length;
    mentions.push({ start, end: free, name, rows: names.get(name) ?? [] });
  }
  return mentions;
}

/** Letters and digits only, so that "Lisbon's" and "Lisbon" begin alike. */
function firstWord(text: string): string {
  return /[\p{L}\p{N}]+/u.exec(text)?.[0] ?? text;
}

function standsAt(text: string, start: number, name: string): boolean {
  // "2024" is no name where a date goes on: "2024-09-19".
  const goesOn = /^(?:[\p{L}\p{N}]|-\d)/u.test(
    text.slice(start + name.length, start + name.length + 2),
  );
  return text.startsWith(name, start) && !goesOn;
}

/** Names that hold digits ("Model 3000"), whose digits are not figures. */
export function namesWithDigits(answer: string, mentions: readonly NameMention[]): readonly Span[] {
  return mentions.filter(({ start, end }) => /\d/.test(answer.slice(start, end)));
}

/** Rows of each evidence that the mentions name; where several names meet in a row, only the rows that most of them name. */
export function rowsNamed(
  mentions: readonly NameMention[],
): ReadonlyMap<number, ReadonlySet<number>> {
  const counts = new Map<number, Map<number, number>>();
  for (const { rows } of mentions) {
    for (const { evidence, row } of rows) {
      const rowCounts = counts.get(evidence) ?? new Map<number, number>();
      rowCounts.set(row, (rowCounts.get(row) ?? 0) + 1);
      counts.set(evidence, rowCounts);
    }
  }
  return new Map(
    [...counts].map(([evidence, rowCounts]) => {
      const most = Math.max(...rowCounts.values());
      return [evidence, new Set([...rowCounts].filter(([, n]) => n === most).map(([row]) => row))];
    }),
  );
}
