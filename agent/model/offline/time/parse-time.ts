import { toCanonical } from "./canonical.ts";
import { placeMentions } from "./place-mentions.ts";
import { readMentions } from "./read-mentions.ts";
import type { Clock, TimeMention } from "./time-mention.ts";

/**
 * What a question says about time, in order of the text, without overlaps; empty when nothing. Never throws.
 *
 * Quarters and halves are the workspace's fiscal ones, named by the year in which they end; a bare year, "this year"
 * and "last year" are the calendar's, unless "fiscal" or "FY" stands by them. "Until" and "through" include what they
 * name, "before" and "after" do not. "Last 3 months" are whole months, "last 30 days" end with the data.
 * A period without a year takes it from its neighbour, else from the anchor, else it is the latest that has begun.
 */
export function parseTime(text: string, clock: Clock): TimeMention[] {
  const canonical = toCanonical(text);
  const scan = { text: canonical.text, clock, isTitled: canonical.isTitled };
  return placeMentions(readMentions(scan), scan).map((mention) => ({
    ...mention,
    start: canonical.startOf(mention.start),
    end: canonical.endOf(mention.end),
  }));
}
