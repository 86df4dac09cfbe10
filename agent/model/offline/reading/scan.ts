import { type DateWord, dateWordAt } from "../language/date-words.ts";
import type { Lexicon } from "../language/lexicon.ts";
import { findMentions, type Mention } from "../language/mentions.ts";
import { mendSpelling } from "../language/spelling.ts";
import { type Token, tokenize } from "../language/tokens.ts";
import { type NumberMention, parseNumbers } from "../numbers.ts";
import { parseTime } from "../time/parse-time.ts";
import type { Clock, TimeMention } from "../time/time-mention.ts";
import { isValueNotGrain } from "./named-grains.ts";

/**
 * A question with all that was recognised in it replaced by place holders: `@x0` a name of the model,
 * `@t0` a time, `@d0` what happened on a date, `@n0` a number. The grammar is patterns over `masked`; words that a pattern takes are understood.
 */
export type Scan = {
  readonly masked: string;
  readonly names: readonly Mention[];
  readonly times: readonly TimeMention[];
  readonly numbers: readonly NumberMention[];
  readonly dates: readonly DateWord[];
  /** First match of the pattern; its words count as understood from now on. */
  take(pattern: RegExp): RegExpExecArray | undefined;
  /** Every match, from left to right. */
  takeAll(pattern: RegExp): RegExpExecArray[];
  /** Every match; takes nothing. */
  matchAll(pattern: RegExp): RegExpExecArray[];
  has(pattern: RegExp): boolean;
  /** Words that no pattern took and that are no names, in order. */
  unknown(): readonly Token[];
  /** Indexes of numbers that no pattern took. */
  unusedNumbers(): readonly number[];
  /** The question's own words behind a place holder. */
  textOf(mask: string): string;
  /** The question's own words for a name. */
  wordsOf(name: Mention): string;
};

type Segment = { readonly start: number; readonly end: number; readonly mask: string };

/** Signs and short forms that stand for a word. */
const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/(?<![\d.,]\s?|\w)%(?!\w)/g, " percent "],
  [/(?<=\s)w\/o(?=\s)/gi, "without"],
  [/(?<=\s)excl\.?(?=\s)/gi, "excluding"],
  [/(?<=\s)incl\.?(?=\s)/gi, "including"],
];

export function scanQuestion(written: string, lexicon: Lexicon, clock: Clock): Scan {
  const text = SHORT_FORMS.reduce((left, [form, long]) => left.replaceAll(form, long), written);
  const tokens = mendSpelling(tokenize(text), lexicon);
  const all = findMentions(tokens, lexicon);
  const spanOf = (m: Pick<Mention, "from" | "to">) => ({
    start: tokens[m.from]?.start ?? 0,
    end: tokens[m.to - 1]?.end ?? 0,
  });
  const long = all.filter((m) => m.to - m.from > 1);
  const valued = all.filter((m) => isValueNotGrain(m, { tokens, mentions: all, lexicon }));
  const times = parseTime(blank(text, [...long, ...valued].map(spanOf)), clock).filter(
    ({ start, end }) => !isCodeOfYear(text.slice(0, end), start, long.map(spanOf)),
  );
  const timed = all.filter((m) => long.includes(m) || !times.some((t) => overlaps(t, spanOf(m))));
  const dates = datesIn(tokens, timed, lexicon).map((date) => ({ ...date, ...spanOf(date) }));
  const names = timed.filter((m) => !dates.some((date) => overlaps(date, spanOf(m))));
  // "3-month" counts months.
  const counted = text.replaceAll(/(?<=\d)-(?=\p{L}{3})/gu, " ");
  const numbers = parseNumbers(blank(counted, [...names.map(spanOf), ...times]));
  const segments = [
    ...names.map((m, i) => ({ ...spanOf(m), mask: `@x${i}` })),
    ...times.map(({ start, end }, i) => ({ start, end, mask: `@t${i}` })),
    ...dates.map(({ start, end }, i) => ({ start, end, mask: `@d${i}` })),
    ...numbers.map(({ start, end }, i) => ({ start, end, mask: `@n${i}` })),
  ];
  return {
    names,
    times,
    dates,
    numbers,
    ...createMask(tokens, segments, text),
    textOf: (mask) => {
      const segment = segments.find((one) => one.mask === mask);
      return segment ? text.slice(segment.start, segment.end) : "";
    },
    wordsOf: (m) => {
      const { start, end } = spanOf(m);
      return text.slice(start, end);
    },
  };
}

/** "Intake year 2023" is a code of the rows, and no period. */
function isCodeOfYear(text: string, start: number, names: readonly Span[]): boolean {
  const isYear = /^\s*\d{4}$/.test(text.slice(start));
  return (
    isYear &&
    names.some(
      ({ end }) =>
        end <= start &&
        /year(?: is| of| =)?\s*$/i.test(text.slice(0, start)) &&
        text.slice(end, start).length < 5,
    )
  );
}

/** Words of dates that are no part of a longer name, nor the name of a figure or a value. */
function datesIn(
  tokens: readonly Token[],
  names: readonly Mention[],
  { dates }: Lexicon,
): (DateWord & { readonly from: number; readonly to: number })[] {
  const isTaken = (at: number) =>
    names.some(
      ({ from, to, meanings }) =>
        from <= at &&
        at < to &&
        (to - from > 1 || meanings.some(({ kind }) => kind === "metric" || kind === "value")),
    );
  return tokens.flatMap((_, at) => {
    const found = isTaken(at) ? undefined : dateWordAt(tokens, at, dates);
    return found ? [{ ...found, from: at }] : [];
  });
}

function createMask(tokens: readonly Token[], segments: readonly Segment[], text: string) {
  const free = tokens.filter((token) => !segments.some((segment) => overlaps(segment, token)));
  const parts = [
    ...segments.map((segment) => ({ ...segment, token: undefined })),
    ...free.map((token) => ({ start: token.start, end: token.end, mask: token.text, token })),
  ].toSorted((a, b) => a.start - b.start);
  let masked = "";
  let last = 0;
  const words: {
    from: number;
    to: number;
    token: Token | undefined;
    mask: string;
    taken: boolean;
  }[] = [];
  for (const part of parts) {
    const comma = /[,;]/.test(text.slice(last, part.start)) && masked !== "";
    masked += `${comma ? " ," : ""}${masked === "" ? "" : " "}`;
    words.push({
      from: masked.length,
      to: masked.length + part.mask.length,
      token: part.token,
      mask: part.mask,
      taken: false,
    });
    masked += part.mask;
    last = part.end;
  }
  const mark = (match: RegExpExecArray) => {
    for (const word of words) {
      if (word.from >= match.index && word.to <= match.index + match[0].length) word.taken = true;
    }
    return match;
  };
  return {
    masked,
    matchAll: (pattern: RegExp) => [...masked.matchAll(toGlobal(pattern))],
    has: (pattern: RegExp) => pattern.test(masked),
    take: (pattern: RegExp) => {
      const match = pattern.exec(masked);
      return match ? mark(match) : undefined;
    },
    takeAll: (pattern: RegExp) => [...masked.matchAll(toGlobal(pattern))].map(mark),
    unknown: () => words.flatMap(({ token, taken }) => (token && !taken ? [token] : [])),
    unusedNumbers: () =>
      words.flatMap(({ mask, taken }) =>
        /^@n/.test(mask) && !taken ? [Number(mask.slice(2))] : [],
      ),
  };
}

function toGlobal(pattern: RegExp): RegExp {
  return new RegExp(pattern, `${pattern.flags.replace("g", "")}g`);
}

type Span = { readonly start: number; readonly end: number };

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The same text with spaces for what lies in the spans, so that offsets stay true. */
function blank(text: string, spans: readonly Span[]): string {
  return spans.reduce(
    (left, { start, end }) => left.slice(0, start) + " ".repeat(end - start) + left.slice(end),
    text,
  );
}
