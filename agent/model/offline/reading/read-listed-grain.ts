import type { Grain } from "../../../semantic/time-range.ts";
import { HIGH, LOW } from "./read-ranking.ts";
import type { Scan } from "./scan.ts";

const GRAINS = ["day", "week", "month", "quarter", "year"] as const;
const UNIT = `(${GRAINS.join("|")})`;

/** A period that stands in a row of groups, or that something with a limit or a rank is told of. */
const PATTERNS: readonly RegExp[] = [
  new RegExp(`(?:by|per|@x\\d+) (?:and |, |by |per )?${UNIT}s?\\b`),
  new RegExp(`\\b${UNIT}s? (?:with|that (?:had|has)|having|of) (?:the|our)\\b`),
];

/** Says of which periods a limit, a rank or a target is meant: "the most in a day", "how many months were above". */
const PICKING: readonly RegExp[] = [
  new RegExp(
    `\\b(?:in|within|during|on|for) (?:a|one|any|any one)(?: single)? ${UNIT}\\b(?! of\\b)`,
  ),
  new RegExp(
    `\\b(?:first|last) ${UNIT}(?= (?:with|where|when|in which|that|to|over|above|below|under|@x)\\b)`,
  ),
  new RegExp(`\\bhow many ${UNIT}s\\b`),
];

const PICKED = new RegExp(
  `\\b(?:${HIGH}|${LOW})\\b|\\b(?:than|above|below|over|under|exceed(?:ed|s)?|reach(?:ed)?|at least|at most|between|up to)(?: a| the)? @n|@n\\d+ or (?:more|less)|\\b(?:missed|miss|hit|met|meet|beat|reached|reach|exceeded)(?: the| our)? @x`,
);

/** "By region and quarter", "the most loans in a day", "how many months were above $4m". */
export function readListedGrain(scan: Scan): { readonly grain: Grain } | undefined {
  const patterns = scan.has(PICKED) ? [...PATTERNS, ...PICKING] : PATTERNS;
  for (const pattern of patterns) {
    const match = scan.take(pattern);
    const grain = GRAINS.find((known) => known === match?.[1]);
    if (grain) return { grain };
  }
  return undefined;
}
