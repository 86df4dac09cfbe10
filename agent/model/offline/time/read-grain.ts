import type { Grain } from "../../../semantic/time-range.ts";
import { firstOf, type Groups, type Reader, rule } from "./scan.ts";

const GRAIN = "(?<grain>day|week|month|quarter|year)";

/** "By day of the week" and "each month of service" are not periods. */
const NOT_OF = "(?! of (?:the )?(?:week|month|year|service|tenure))(?! (?!(?:19|20)\\d\\d\\b)\\d)";

/** Names of metrics that begin like a grain: monthly recurring revenue, daily active users. */
const NOT_A_METRIC =
  "(?! (?:recurring|active|unique|report|plan|plans|subscri\\w+|contract\\w*|billing|billed|fee|fees|pass|bonus))";

const OUTSTANDING =
  "which|what|best|worst|highest|lowest|strongest|weakest|busiest|slowest|fastest|quietest|peak|top|bottom|biggest|largest|smallest|record";

const LY: Readonly<Record<string, Grain>> = {
  daily: "day",
  weekly: "week",
  monthly: "month",
  quarterly: "quarter",
  yearly: "year",
  annual: "year",
  annually: "year",
};

/** "By month", "per week", "monthly", "each quarter", "month by month", "over time"; the unit alone after "which" or "best". */
export const readGrain: Reader<Grain | "auto"> = firstOf<Grain | "auto">([
  rule(
    `(?:(?:broken |split |grouped |cut )?(?:down |out )?by|per|(?:for |in |on )?(?:each|every))(?: (?:single|calendar|fiscal|individual))? ${GRAIN}s?${NOT_OF}`,
    grainOf,
  ),
  rule(`${GRAIN}[- ](?:by|after)[- ]\\k<grain>`, grainOf),
  rule(`(?:across|over|through) (?:the )?(?:different )?${GRAIN}s`, grainOf),
  rule(
    `(?:on an? )?(?<ly>daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)(?: basis)?${NOT_A_METRIC}`,
    ({ ly }) => (ly === undefined ? undefined : LY[ly]),
  ),
  rule(`${GRAIN}[- ]?wise`, grainOf),
  rule(
    `(?:for |in |over )?(?:each|every)(?: one)? of(?= (?:the )?(?:last|past|previous|next) (?:\\d+ )?${GRAIN}s?)`,
    grainOf,
  ),
  rule("by date", () => "day"),
  rule("(?:over|through|across|along) time|time[- ]series|as a timeline|timeline", () => "auto"),
  rule(
    `(?<=\\b(?:${OUTSTANDING})(?: \\d+)?(?: (?:single|growing|performing|selling))? )${GRAIN}s?${NOT_OF}`,
    grainOf,
  ),
  rule(
    `(?<!\\d[- ])${GRAIN}s(?= (?:with|where|when|in which|that|which|did|had|were|have)\\b)`,
    grainOf,
  ),
]);

function grainOf({ grain }: Groups): Grain | undefined {
  return grain as Grain | undefined;
}
