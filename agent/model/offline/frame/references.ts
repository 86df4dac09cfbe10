import type { Filter } from "../../../semantic/metric-query.ts";
import type { Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import { sameField } from "./named.ts";

/** "The first one", and "they" where one came out: who led the answer before. */
export function pointsAtLeader(
  { pointsAtFirst, text }: Reading,
  before: Frame | undefined,
): boolean {
  const isOne = before?.ranking?.limit === 1;
  return pointsAtFirst || (isOne && /\b(?:they|their|them|he|she|his|her|its?)\b/i.test(text));
}

/** "That region": the member that came out first before. */
export function pointedAt(reading: Reading, before: Frame | undefined): Filter[] {
  const leader = before?.leader;
  const { names } = reading;
  const isMissed =
    (before?.target === "missed" || (before?.target && before.ranking)) &&
    reading.cues.has("why") &&
    names.length === 0;
  const points =
    isMissed ||
    pointsAtLeader(reading, before) ||
    names.some((name) => leader && name.demonstrative && sameField(leader.field, name));
  return leader && points ? [{ field: leader.field, op: "in", values: [leader.value] }] : [];
}

/** "Compare them", after "West" and "and East?": both. */
export function bothOf(
  { cues, names, ranges, text }: Reading,
  before: Frame | undefined,
): Filter[] {
  const old = before?.replaced;
  const isBoth = cues.has("compare") && /\b(?:them|both|the two|those|these)\b/i.test(text);
  const now = before?.filters.find(({ field, op }) => op === "in" && field === old?.field);
  if (!old || !now || !isBoth || names.length + ranges.length > 0) return [];
  return [{ ...now, values: [...new Set([...old.values, ...now.values])] }];
}
