import { HIGH, LOW } from "./read-ranking.ts";
import type { Reading } from "./reading.ts";
import type { Scan } from "./scan.ts";

const GRAINS = ["day", "week", "month", "quarter", "year"] as const;

const NEXT_TO = new RegExp(
  `\\b(?:(?:in|of|for) )?(?:the )?(${GRAINS.join("|")}|one) (?:right |just |immediately |directly )?(after|following|before|preceding)(?= (?:the |our )?(?:(?:first|second|third) )?(?:${HIGH}|${LOW})\\b)`,
);

/** "The month after the best one": the period next to the one that the ranking picks, and what it is a part of. */
export function readBeside(scan: Scan): Pick<Reading, "beside" | "grain"> {
  const match = scan.take(NEXT_TO);
  if (!match) return {};
  scan.take(new RegExp(`\\b(?:${HIGH}|${LOW}) (?:one|${GRAINS.join("|")})\\b`));
  const grain = GRAINS.find((known) => known === match[1]);
  const isAfter = match[2] === "after" || match[2] === "following";
  return { beside: isAfter ? "after" : "before", ...(grain && { grain }) };
}
