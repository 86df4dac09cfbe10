import type { Briefing } from "../../../briefing.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { Frame } from "../frame/frame.ts";
import { metricNamed, type World } from "../frame/world.ts";
import type { Findings, FoundPassage } from "../plan/step.ts";
import { numberIn, type Table } from "../plan/table.ts";

/** All that a narration is made from. `main` is the metric the question is about. */
export type Telling = {
  readonly frame: Frame;
  readonly found: Findings;
  readonly world: World;
  readonly briefing: Briefing;
  readonly main: Metric;
};

/** The single value of a metric in a result of one row; undefined when it is empty. */
export function valueIn(
  { found }: Pick<Telling, "found">,
  purpose: string,
  id: string,
): number | undefined {
  const table = found.tables.get(purpose);
  return table && numberIn(table, table.rows[0], id);
}

export function tableOf({ found }: Pick<Telling, "found">, purpose: string): Table | undefined {
  return found.tables.get(purpose);
}

/** Passages of all the purposes, each once. */
export function passagesOf(
  { found }: Pick<Telling, "found">,
  ...purposes: readonly string[]
): FoundPassage[] {
  const seen = new Map<string, FoundPassage>();
  for (const purpose of purposes) {
    for (const passage of found.passages.get(purpose) ?? []) {
      const key = `${passage.source} ${passage.heading} ${passage.start ?? passage.content}`;
      if (!seen.has(key)) seen.set(key, passage);
    }
  }
  return [...seen.values()];
}

export function unitOf(world: World, metric: string): string | undefined {
  return metricNamed(world, metric)?.unit;
}
