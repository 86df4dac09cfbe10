import type { Named, Reading } from "../reading/reading.ts";
import { isNumeric } from "./aggregates.ts";
import { baseName } from "./named.ts";
import { isFact, type World } from "./world.ts";

/**
 * "How many customers spent more than $50k", "how many regions are there": what is counted are groups, those that meet the
 * limit where there is one. Otherwise the reading as it is.
 */
export function withCountedGroups(reading: Reading, world: World): Reading {
  const counted = reading.names.findIndex(
    (name) =>
      name.counted &&
      (isCategory(name, world) ||
        (isEntity(name, world) &&
          reading.conditions.length > 0 &&
          !OF_THEMSELVES.test(reading.text))),
  );
  if (counted < 0) return reading;
  return {
    ...reading,
    names: reading.names.map((name, i) =>
      i === counted ? { ...name, counted: false, grouping: true } : name,
    ),
    countsGroups: true,
  };
}

/** "Patients are over 65": a limit on the things themselves, not on what they come to. */
const OF_THEMSELVES =
  /\b(?:is|are|was|were|aged) (?:over|above|under|below|more than|less than|at least|older than|younger than) (?:the age of )?\d/i;

/** "New customers in 2024": rows of a register by the day that each came, where the model has no figure of that name. */
export function withNewRows(reading: Reading, world: World): Reading {
  const at = reading.names.findIndex((name) => {
    const isNew = new RegExp(`\\bnew ${escaped(name.words)}`, "i").test(reading.text);
    const [meaning] = name.meanings.filter(({ kind }) => kind === "dataset");
    const dataset = world.model.datasets.find(
      (one) => meaning?.kind === "dataset" && one.name === meaning.dataset,
    );
    return isNew && dataset?.timeField !== undefined && !isFact(world, dataset.name);
  });
  if (at < 0 || !reading.unknown.includes("new")) return reading;
  return {
    ...reading,
    names: reading.names.map((name, i) => (i === at ? { ...name, counted: true } : name)),
    unknown: reading.unknown.filter((word) => word !== "new"),
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** "Drop the phone filter", "ignore the region": a name whose condition is lifted is no condition itself. */
export function withLifted(reading: Reading): Reading {
  const lifted = reading.names.filter(({ lifted: isLifted }) => isLifted);
  if (lifted.length === 0) return reading;
  const fields = lifted.flatMap(({ meanings }) =>
    meanings.flatMap((m) => (m.kind === "value" || m.kind === "field" ? [baseName(m.field)] : [])),
  );
  return {
    ...reading,
    names: reading.names.filter(({ lifted: isLifted }) => !isLifted),
    lifted: fields,
    cues: new Set([...reading.cues, "continues"]),
  };
}

/** Rows that others refer to: customers, not orders. */
function isEntity({ meanings }: Named, world: World): boolean {
  return meanings.some((m) => m.kind === "dataset" && !isFact(world, m.dataset));
}

/** Names of a kind, and nothing that could be counted row by row: regions, categories. */
function isCategory({ meanings }: Named, world: World): boolean {
  return (
    meanings.length > 0 && meanings.every((m) => m.kind === "field" && !isNumeric(m.field, world))
  );
}
