import type { Asking } from "./reading.ts";
import type { Scan } from "./scan.ts";

/** What kind of thing is asked after, by the wording; the first that fits. Patterns run over the masked question. */
const ASKINGS: readonly (readonly [Asking, RegExp])[] = [
  [
    "role",
    /^(?:and |so )?who(?:se|m)? (?:is|are|was|were|has to|must|may|can|should|will|approves?|decides?|owns?|heads?|leads?|runs?|manages?|looks?)\b/,
  ],
  ["who", /^(?:and |so )?who(?:se|m)?\b/],
  ["when", /^(?:and |so )?(?:(?:since|until|from|by) )?when\b|^(?:on )?what (?:day|date)\b/],
  ["where", /^(?:and |so )?where\b/],
  ["duration", /^(?:and |so )?(?:for )?how (?:long|soon|quickly|far in advance)\b/],
  ["event", /^(?:and |so )?what happens\b/],
  [
    "rule",
    /^(?:can|may|must|should|could|do|does) (?!(?:you|we see|i see|i get|i have)\b)|\b(?:may|must|allowed to|entitled to|eligible|have to|has to|supposed to)\b/,
  ],
  ["price", /\b(?:costs?|charged?|charges)\b|\bprices? (?:of|for)\b/],
  [
    "instance",
    /\b(?:is|are|does|do|did|may|can|for|of|on|has) an? (?!(?:total|sum|number|share|percentage|lot|list|table|year|quarter|month|week|day|customer basis)\b)(?:[a-z]+ )?(?:@x\d+)/,
  ],
];

/** Undefined for a question that asks for figures in the first place. */
export function readAsking(scan: Scan): Asking | undefined {
  const found = ASKINGS.find(([, pattern]) => scan.has(pattern));
  if (found?.[0] === "price") scan.takeAll(found[1]);
  if (found?.[0] === "duration") scan.take(/\bhow (?:long|soon|quickly|far in advance)\b/);
  return found?.[0];
}
