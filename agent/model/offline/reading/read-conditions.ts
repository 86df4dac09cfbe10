import type { Condition } from "./reading.ts";
import type { Scan } from "./scan.ts";

const OPS: readonly (readonly [Condition["op"], string])[] = [
  ["gte", "at least|no less than|not less than|minimum of|or more than|from"],
  ["lte", "at most|no more than|not more than|maximum of|up to"],
  [
    "gt",
    "more than|greater than|larger than|bigger than|higher than|over|above|exceeding|exceeds?|in excess of|beyond",
  ],
  ["lt", "less than|fewer than|smaller than|lower than|under|below|beneath"],
];

/** Words between a name and its limit: "customers who spent more than". */
const LINK = "(?: [a-z]+){0,5}?";

/** Comparisons with a number, each with the name it stands next to. */
export function readConditions(scan: Scan): Condition[] {
  const between = scan
    .takeAll(
      new RegExp(
        `(?:@x(\\d+)${LINK} )?between @n(\\d+) (?:and|to) @n(\\d+)(?: (?:in |of )?@x(\\d+))?`,
      ),
    )
    .map((match) =>
      condition(scan, {
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
      .map((match) => condition(scan, { op, match: [match[1], match[3]], numbers: [match[2]] })),
  );
  const after = scan
    .takeAll(
      /(?:@x(\d+) (?:of )?)?@n(\d+) (?:or|and) (more|above|over|higher|less|below|fewer|under)/,
    )
    .map((match) =>
      condition(scan, {
        op: /more|above|over|higher/.test(match[3] ?? "") ? "gte" : "lte",
        match: [match[1], undefined],
        numbers: [match[2]],
      }),
    );
  return [...between, ...compared, ...after].filter(({ values }) => values.length > 0);
}

type Found = {
  readonly op: Condition["op"];
  /** Index of the name before and after, as matched. */
  readonly match: readonly [string | undefined, string | undefined];
  readonly numbers: readonly (string | undefined)[];
};

function condition(scan: Scan, { op, match, numbers }: Found): Condition {
  const mentions = numbers.flatMap((index) => scan.numbers[Number(index)] ?? []);
  const values = mentions.map(({ value }) => value);
  const unit = mentions.find((mention) => mention.unit !== undefined)?.unit;
  const [before, after] = match;
  const measured = [after, before].find(
    (index) => index !== undefined && scan.names[Number(index)]?.meanings.some(isMeasure),
  );
  return {
    op,
    values,
    ...(unit !== undefined && { unit }),
    ...(measured !== undefined && { named: Number(measured) }),
  };
}

function isMeasure(meaning: { readonly kind: string }): boolean {
  return meaning.kind === "metric" || meaning.kind === "field";
}
