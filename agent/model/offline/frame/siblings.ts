import type { Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import type { Given } from "./given.ts";

/** "Which of the two", "both": the members that were told one after another are held against each other. */
export function withPair(reading: Reading, before: Frame | undefined): Reading {
  if (!before?.replaced || !/\b(?:the two|both)\b/i.test(reading.text)) return reading;
  const unknown = reading.unknown.filter((word) => !/^(?:two|2|both)$/i.test(word));
  return { ...reading, unknown, cues: new Set([...reading.cues, "compare"]) };
}

/** "And the worst one?", after one member: among all of its kind. */
export function amongSiblings(
  roles: Given["roles"],
  { names, ranking, text, pointsAtFirst }: Reading,
  before: Frame | undefined,
): Given["roles"] {
  const [only, another] = before?.filters.filter(({ op }) => op === "in") ?? [];
  const isBare = names.length === 0 && ranking !== undefined && !pointsAtFirst;
  const isOne = /\b(?:best|worst|top|highest|lowest|weakest|strongest) one\b/i.test(text);
  if (!only || another || only.values.length > 1 || !isBare || !isOne) return roles;
  if ((before?.dimensions.length ?? 0) > 0) return roles;
  return { ...roles, dimensions: [only.field] };
}

const THAN =
  /\b(?:is|was|are|were|did) (?:that|this|it|they|those)\b.*\b(?:more|less|higher|lower|better|worse|bigger|smaller|larger|faster|slower|longer|shorter|fewer|greater|cheaper) than\b/i;

/** "Is that more than Mill Valley?": the member of before beside the new one. */
export function besideBefore(
  roles: Given["roles"],
  { text }: Reading,
  before: Frame | undefined,
): Given["roles"] {
  const [now, another] = roles.filters;
  const was = before?.filters.find(({ field, op }) => op === "in" && field === now?.field);
  if (!now || another || !was || now.op !== "in" || !THAN.test(text)) return roles;
  const values = [...new Set([...was.values, ...now.values])];
  return {
    ...roles,
    filters: [{ ...now, values }],
    dimensions: [...new Set([...roles.dimensions, now.field])],
  };
}
