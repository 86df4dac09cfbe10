import type { Filter } from "../../../semantic/metric-query.ts";
import type { Reading } from "../reading/reading.ts";
import type { Intent } from "./frame.ts";
import { valueMeanings } from "./named.ts";

const DENIAL =
  /\b(?:nothing|nobody|no one|none|neither|never|has(?:n't|nt)|have(?:n't|nt)|did(?:n't|nt)|does(?:n't|nt)|was(?:n't|nt)|were(?:n't|nt))\b/i;
/** Intents that ask for a list or a figure, in which a denial that is passed over turns the answer round. */
const PLAIN: ReadonlySet<Intent> = new Set(["value", "rows", "trend"]);

/** What the question denies and no condition holds: "without orders", "bought nothing". */
export function unreadDenials(
  { names, sets, text, cues }: Reading,
  intent: Intent,
  filters: readonly Filter[],
): string[] {
  if (sets || !PLAIN.has(intent)) return [];
  const isHeld = filters.some(({ op }) => op === "not-in" || op === "neq" || op === "is-null");
  const denied = names
    .filter((name) => name.negated && valueMeanings(name).length === 0)
    .filter(
      ({ meanings }) => !meanings.some((m) => m.kind === "field" && isEmpty(m.field, filters)),
    )
    .map(({ words }) => `without ${words}`);
  if (denied.length > 0) return denied;
  const word = DENIAL.exec(text)?.[0];
  const isTalk = cues.has("corrects") || cues.has("asks-direction");
  return word === undefined || isHeld || isTalk ? [] : [word];
}

function isEmpty(field: string, filters: readonly Filter[]): boolean {
  const base = field.slice(field.indexOf("."));
  return filters.some((one) => one.op === "is-null" && one.field.endsWith(base));
}
