import type { Lexicon } from "../language/lexicon.ts";
import { measureNamed } from "../language/measures.ts";
import type { Condition } from "./reading.ts";
import type { Scan } from "./scan.ts";

const OPS: readonly (readonly [Condition["op"], string])[] = [
  [
    "gte",
    "at least|no less than|not less than|minimum of|or more than|from|reach(?:es|ed|ing)?|hit(?:s|ting)?",
  ],
  ["lte", "at most|no more than|not more than|maximum of|up to"],
  [
    "gt",
    "more than|greater than|larger than|bigger than|longer than|higher than|over|above|exceeding|exceed(?:s|ed)?|in excess of|beyond|(?:sur)?pass(?:es|ed|ing)?|cross(?:es|ed|ing)?|topp?(?:ed|ing)",
  ],
  ["lt", "less than|fewer than|smaller than|shorter than|lower than|under|below|beneath"],
];

/** Words between a name and its limit: "customers who spent more than". */
const LINK = "(?: [a-z]+){0,5}?";

/** Comparisons with a number, each with the name it stands next to. */
export function readConditions(scan: Scan, { measures }: Pick<Lexicon, "measures">): Condition[] {
  const condition = (found: Found) => toCondition(scan, found, measures);
  const between = scan
    .takeAll(
      new RegExp(
        `(?:@x(\\d+)${LINK} )?between @n(\\d+) (?:and|to) @n(\\d+)(?: (?:in |of )?@x(\\d+))?`,
      ),
    )
    .map((match) =>
      condition({
        op: "between",
        match: [match[1], match[4]],
        numbers: [match[2], match[3]],
      }),
    );
  const compared = OPS.flatMap(([op, words]) =>
    scan
      .takeAll(
        new RegExp(
          `(?:@x(\\d+)${LINK} )?(?:${words}) (?:a |the )?@n(\\d+)(?: (?:in |of |worth of )?@x(\\d+))?`,
        ),
      )
      .map((match) => condition({ op, match: [match[1], match[3]], numbers: [match[2]] })),
  );
  const after = scan
    .takeAll(
      /(?:@x(\d+) (?:of |with |for )?)?@n(\d+)(?: @x(\d+)| [a-z]+)? (?:or|and) (more|above|over|higher|longer|older|larger|bigger|greater|later|less|below|fewer|under|lower|shorter|younger|smaller)/,
    )
    .map((match) =>
      condition({
        op: /less|below|fewer|under|lower|shorter|younger|smaller/.test(match[4] ?? "")
          ? "lte"
          : "gte",
        match: [match[1], match[3]],
        numbers: [match[2]],
      }),
    );
  const exact = readExact(scan).map(([name, number]) =>
    condition({ op: "eq", match: [name, undefined], numbers: [number] }),
  );
  return [...between, ...compared, ...after, ...exact].filter(({ values }) => values.length > 0);
}

/** "Priority 1", "level of 5", "score = 3": a code right behind what it is a code of. */
function readExact(scan: Scan): (readonly [string | undefined, string | undefined])[] {
  return [...readBehind(scan), ...readBefore(scan)];
}

/** "Rated 5 stars", "on 60 day terms": a number right before the field that has it. */
function readBefore(scan: Scan): (readonly [string | undefined, string | undefined])[] {
  const pattern =
    /(?:^|\b(?:on|with|of|rated|our|the|an?|have|at|list|show|all|are|is)(?: the| an?)? )@n(\d+)(?: (?:day|month|year|week|night|hour|minute))? @x(\d+)/;
  return scan.matchAll(pattern).flatMap((match) => {
    const name = scan.names[Number(match[2])];
    const isMore = /^ (?:or|and) [a-z]+/.test(scan.masked.slice(match.index + match[0].length));
    if (isMore || !name?.meanings.every((meaning) => meaning.kind === "field")) return [];
    scan.take(new RegExp(`@n${match[1]}(?: [a-z]+)? @x${match[2]}\\b`));
    return [[match[2], match[1]] as const];
  });
}

function readBehind(scan: Scan): (readonly [string | undefined, string | undefined])[] {
  const pattern =
    /@x(\d+)(?: (?:is|was|of|equals|equal to|number))? @n(\d+)(?! (?:or|and) (?:more|above|over)| (?:nights?|days?|hours?|minutes?|weeks?|months?|years?|kg|km|tonnes?|percent))/;
  return scan.matchAll(pattern).flatMap((match) => {
    const name = scan.names[Number(match[1])];
    const isCode = name?.meanings.some((meaning) => meaning.kind === "field") ?? false;
    // "Stays of 7 nights": the number is of what follows.
    const next = /^ @x(\d+)/.exec(scan.masked.slice(match.index + match[0].length))?.[1];
    const follows = next === undefined ? undefined : scan.names[Number(next)];
    const isOther = follows?.meanings.every((meaning) => meaning.kind === "field") ?? false;
    if (!isCode || isOther) return [];
    scan.take(new RegExp(match[0]));
    return [[match[1], match[2]] as const];
  });
}

type Found = {
  readonly op: Condition["op"];
  /** Index of the name before and after, as matched. */
  readonly match: readonly [string | undefined, string | undefined];
  readonly numbers: readonly (string | undefined)[];
};

function toCondition(
  scan: Scan,
  { op, match, numbers }: Found,
  measures: ReadonlySet<string>,
): Condition {
  const mentions = numbers.flatMap((index) => scan.numbers[Number(index)] ?? []);
  const values = mentions.map(({ value }) => value);
  const unit =
    mentions.find((mention) => mention.unit !== undefined)?.unit ??
    readMeasure(scan, numbers.at(-1), measures);
  const [before, after] = match;
  const measured = [after, before].find(
    (index) => index !== undefined && scan.names[Number(index)]?.meanings.some(isAmount),
  );
  return {
    op,
    values,
    ...(unit !== undefined && { unit }),
    ...(measured !== undefined && { named: Number(measured) }),
  };
}

/** "60 minutes", "3000 kg". */
function readMeasure(
  scan: Scan,
  number: string | undefined,
  measures: ReadonlySet<string>,
): string | undefined {
  const pattern = new RegExp(`@n${number} ([a-z]+)`);
  const word = scan.matchAll(pattern)[0]?.[1];
  const measure = word === undefined ? undefined : measureNamed(word);
  if (measure === undefined || !measures.has(measure)) return undefined;
  scan.take(pattern);
  return measure;
}

function isAmount(meaning: { readonly kind: string }): boolean {
  return meaning.kind === "metric" || meaning.kind === "field";
}
