import { numberIn, textIn } from "../plan/table.ts";
import { followups } from "./followups.ts";
import { markdownTable } from "./markdown-table.ts";
import { type Story, story } from "./story.ts";
import { type Telling, tableOf } from "./telling.ts";
import { assumptions, capital, cellFigure, filterWords, freshness } from "./words.ts";

/** Rows as they are in the data. */
export function tellRows(telling: Telling): Story {
  const { frame, world } = telling;
  const table = tableOf(telling, "now");
  const dataset = world.model.datasets.find(({ name }) => name === frame.dataset);
  const name = dataset?.label.toLowerCase() ?? "rows";
  const when = [
    filterWords(frame, world),
    frame.range ? `in ${frame.range.label}` : "over all data",
  ]
    .filter(Boolean)
    .join(" ");
  if (!table || table.rows.length === 0)
    return story([`There are no ${name} ${when}.`, freshness(table?.asOf, frame)], {
      followups: followups(telling),
    });
  const order = frame.ranking
    ? frame.ranking.direction === "desc"
      ? "largest"
      : "smallest"
    : "latest";
  const markdown = markdownTable(
    table.columns.map(({ label, type }) => ({
      title: capital(label),
      numeric: type === "number" || type === "integer",
    })),
    table.rows.map((row) =>
      table.columns.map(({ id, type, unit }) =>
        type === "number" || type === "integer"
          ? cellFigure(numberIn(table, row, id), unit, world)
          : textIn(table, row, id),
      ),
    ),
  );
  return story(
    [
      `**The ${order} ${name} ${when}.**`,
      markdown,
      assumptions(frame),
      freshness(table.asOf, frame),
    ],
    { followups: followups(telling) },
  );
}
