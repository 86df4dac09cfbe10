import type { Dataset } from "../../../semantic/model.ts";
import type { Coverage } from "../../../semantic/time-range.ts";
import { isRegister, type World } from "../frame/world.ts";
import { openers } from "./followups.ts";
import { type Story, story } from "./story.ts";
import { capital, dayWords, listOf } from "./words.ts";

type Spanned = { readonly dataset: Dataset; readonly span: Coverage };

/** How far the data reach and what they are read from, where that is asked and no figure. */
export function tellCoverage(world: World): Story {
  const { model, coverage, workspace } = world;
  const spanned = model.datasets.flatMap((dataset): Spanned[] => {
    const span = coverage.get(`${dataset.name}.${dataset.timeField ?? ""}`);
    return span && dataset.tables.length > 0 ? [{ dataset, span }] : [];
  });
  const led = spanned.filter(({ dataset }) => !isRegister(world, dataset.name));
  const spans = (led.length > 0 ? led : spanned).map(({ span }) => span);
  const last = spans
    .map(({ end }) => end)
    .toSorted()
    .at(-1);
  const [first] = spans.map(({ start }) => start).toSorted();
  if (first === undefined || last === undefined) {
    return story(
      [`The data of ${workspace.title} have no dates, so I can't say how far they reach.`],
      {
        followups: openers(world),
      },
    );
  }
  const tables = [...new Set(spanned.flatMap(({ dataset }) => dataset.tables))];
  return story(
    [
      `**The data reach from ${dayWords(first)} through ${dayWords(last)}.** Today is ${dayWords(workspace.today())} here.`,
      ...(isOneSpan(spanned) ? [] : [spanned.map(lineOf).join("\n")]),
      `They are read from the warehouse ${tables.length === 1 ? "table" : "tables"} ${listOf(tables)} when you ask; each answer names its queries among its steps, and each figure leads to its cell.`,
    ],
    { followups: openers(world) },
  );
}

function isOneSpan(spanned: readonly Spanned[]): boolean {
  return new Set(spanned.map(({ span }) => `${span.start} ${span.end}`)).size === 1;
}

function lineOf({ dataset, span }: Spanned): string {
  return `- ${capital(dataset.label)}: ${dayWords(span.start)} to ${dayWords(span.end)}`;
}
