import type { Named, Reading } from "../reading/reading.ts";
import { isNumeric } from "./aggregates.ts";
import { isMetricName, valueMeanings } from "./named.ts";
import { registerMeant } from "./rows.ts";
import type { World } from "./world.ts";

/** "Stations below their goal": each of them is held against its own. Otherwise the reading as it is. */
export function withTargetGroups(reading: Reading, world: World): Reading {
  const { cues, names } = reading;
  const isHeld = cues.has("below-target") || cues.has("above-target");
  const isAsked = cues.has("target") || names.some(({ against }) => against);
  if (!isHeld || !isAsked || cues.has("why") || names.some(({ grouping }) => grouping))
    return reading;
  const at = names.findIndex((name) => isPlural(name, world));
  if (at < 0) return reading;
  return {
    ...reading,
    names: names.map((name, i) => (i === at ? { ...name, grouping: true } : name)),
  };
}

function isPlural(name: Named, world: World): boolean {
  const isThing = name.meanings.some(
    (m) => registerMeant(m, world).length > 0 || (m.kind === "field" && !isNumeric(m.field, world)),
  );
  const isPlain = !isMetricName(name) && valueMeanings(name).length === 0 && !name.against;
  return isThing && isPlain && !name.counted && /s$/i.test(name.words);
}
