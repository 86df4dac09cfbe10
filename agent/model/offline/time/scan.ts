import type { Clock } from "./time-mention.ts";

/** Canonical text being read. `isTitled` says whether the word at an index was written "Like This". */
export type Scan = {
  readonly text: string;
  readonly clock: Clock;
  readonly isTitled: (index: number) => boolean;
};

/** What was read, and the index behind it. */
export type Found<T> = { readonly value: T; readonly end: number };

/** Reads at exactly this index, or not at all. */
export type Reader<T> = (scan: Scan, at: number) => Found<T> | undefined;

export type Groups = Readonly<Record<string, string | undefined>>;

/** One pattern and what its groups mean. The match must end at the end of a word or number. */
export type Rule<T> = {
  readonly pattern: RegExp;
  readonly read: (groups: Groups, scan: Scan, place: Place) => T | undefined;
};

export type Place = { readonly at: number; readonly end: number };

/** A rule; `source` is the body of a pattern that is matched at one index. */
export function rule<T>(source: string, read: Rule<T>["read"]): Rule<T> {
  return { pattern: new RegExp(`(?:${source})(?!\\w|[.,]\\d|%)`, "y"), read };
}

/** Reads by the first rule that fits. */
export function firstOf<T>(rules: readonly Rule<T>[]): Reader<T> {
  return (scan, at) => {
    for (const { pattern, read } of rules) {
      const found = matchAt(pattern, scan.text, at);
      const value = found && read(found.groups, scan, { at, end: found.end });
      if (found && value !== undefined) return { value, end: found.end };
    }
    return undefined;
  };
}

/** Reads by the first reader that fits. */
export function anyOf<T>(readers: readonly Reader<T>[]): Reader<T> {
  return (scan, at) => {
    for (const read of readers) {
      const found = read(scan, at);
      if (found) return found;
    }
    return undefined;
  };
}

/** A sticky pattern's match at the index. */
export function matchAt(
  pattern: RegExp,
  text: string,
  at: number,
): { groups: Groups; end: number } | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match ? { groups: match.groups ?? {}, end: at + match[0].length } : undefined;
}
