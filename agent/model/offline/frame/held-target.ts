import type { Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import { metricsOf } from "./named.ts";
import type { World } from "./world.ts";

/** A target metric beside its own metric, or beside words of missing and comparing, is a yardstick and not the subject. */
export function againstTarget(
  reading: Reading,
  world: World,
  before: Frame | undefined,
): { targets: Set<string>; asked: boolean } {
  const targets = new Set(world.model.metrics.flatMap(({ target }) => target?.metric ?? []));
  const named = reading.names.flatMap((name) => metricsOf(name)[0] ?? []);
  const mentioned = named.filter((name) => targets.has(name));
  const measured = reading.names.some(
    (name) => name.against && targets.has(metricsOf(name)[0] ?? ""),
  );
  const planned = reading.names.some(({ against, words }) => against && PLAN.test(words));
  const others = named.filter((name) => !targets.has(name));
  const bare = reading.names.every(({ words }) => /^(?:targets?|goals?|plan)$/i.test(words));
  const held =
    measured ||
    others.length > 0 ||
    (before !== undefined && bare) ||
    HOLDING.some((cue) => reading.cues.has(cue));
  if (mentioned.length > 0) return { targets: held ? targets : new Set(), asked: held };
  return { targets: new Set(), asked: planned || reading.cues.has("target") };
}

/** Cues that hold something against a target. */
const HOLDING = [
  "why",
  "compare",
  "below-target",
  "above-target",
  "health",
  "overview",
  "asks-direction",
] as const;

/** What results are held against, where the model uses the word for something else. */
export const PLAN = /^(?:plans?|budgets?|goals?|quotas?|objectives?)$/i;

/** After a question about a target, "how far is West off" and "who made it" are about what the target is for. */
export function aboutMeasured(
  before: Frame | undefined,
  { cues, text }: Reading,
  { model }: World,
): Frame | undefined {
  const [main] = before?.metrics ?? [];
  const measured = model.metrics.find(
    ({ target }) => target !== undefined && target.metric === main,
  );
  const isHeld = cues.has("below-target") || cues.has("above-target") || OFF.test(text);
  if (!before || !measured || !isHeld) return before;
  return { ...before, intent: "target", metrics: [measured.name], target: "show" };
}

const OFF = /\b(?:off|gap|short|behind|ahead)\b/i;
