import type { Reading } from "../reading/reading.ts";
import { withCohort } from "./cohort.ts";
import { withDatedThings } from "./dated-things.ts";
import { withFlags } from "./flags.ts";
import { withPriceLimits } from "./price-limits.ts";
import { withCountedGroups, withLifted, withNewRows, withOwnValues } from "./reshape.ts";
import { withSets } from "./sets/with-sets.ts";
import { withWholes } from "./shares.ts";
import { withStill } from "./still.ts";
import { withTargetGroups } from "./target-groups.ts";
import type { World } from "./world.ts";

/** What the model knows of the words of a sentence, step by step: each gives the reading as it is where it has nothing to say. */
export const RESHAPES: readonly ((reading: Reading, world: World) => Reading)[] = [
  withSets,
  withWholes,
  withPriceLimits,
  withTargetGroups,
  withStill,
  withDatedThings,
  withOwnValues,
  withFlags,
  withLifted,
  withNewRows,
  withCountedGroups,
  withCohort,
];
