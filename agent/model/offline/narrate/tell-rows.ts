import { isRegister, type World } from "../frame/world.ts";
import { columnOf, numberIn, type Table, textIn } from "../plan/table.ts";
import { followups } from "./followups.ts";
import { escapeText, markdownTable } from "./markdown-table.ts";
import { plural, singular } from "./plain-words.ts";
import { shownRows } from "./shown-rows.ts";
import { type Story, story } from "./story.ts";
import { type Telling, tableOf } from "./telling.ts";
import {
  assumptions,
  capital,
  cellFigure,
  dayWords,
  figure,
  filterWords,
  freshness,
} from "./words.ts";

/** Rows as they are in the data. */
export function tellRows(telling: Telling): Story {
  const { frame } = telling;
  const table = tableOf(telling, "now");
  if (!table || table.rows.length === 0)
    return story(
      [`There are no ${nameOf(telling)}${whenOf(telling)}.`, freshness(table?.asOf, frame)],
      { followups: followups(telling) },
    );
  return story(
    [
      headline(telling, table),
      rowsTable(telling, table),
      restOf(table, shownRows(frame)),
      assumptions(frame),
      freshness(table.asOf, frame),
    ],
    { followups: followups(telling) },
  );
}

function restOf({ rowCount, truncated }: Table, shown: number): string | undefined {
  return rowCount > shown
    ? `_The first ${shown} of ${rowCount.toLocaleString("en-US")}${truncated ? " or more" : ""}._`
    : undefined;
}

function nameOf({ frame, world }: Telling): string {
  const dataset = world.model.datasets.find(({ name }) => name === frame.dataset);
  return plural(dataset?.label.toLowerCase() ?? "rows");
}

/** " for West in 2024"; no period for all there are of a register. */
function whenOf({ frame, world }: Telling): string {
  const register = isRegister(world, frame.dataset ?? "");
  const period = frame.range ? `in ${frame.range.label}` : register ? "" : "over all data";
  return [filterWords(frame, world), period]
    .filter(Boolean)
    .map((words) => ` ${words}`)
    .join("");
}

/** The question's own word for what is picked. */
const ORDER =
  /\b(?:longest|shortest|highest|lowest|largest|smallest|biggest|cheapest|most expensive)\b/i;

function headline(telling: Telling, table: Table): string {
  const { frame, world } = telling;
  if (!frame.ranking) {
    const least = table.truncated ? "At least " : "";
    const count = table.rowCount.toLocaleString("en-US");
    const dataset = world.model.datasets.find(({ name }) => name === frame.dataset);
    const order = dataset?.timeField === undefined ? "" : ", latest first";
    const name = table.rowCount === 1 ? singular(nameOf(telling)) : nameOf(telling);
    return `**${least}${count} ${name}${whenOf(telling)}**${table.rowCount === 1 ? "" : order}.`;
  }
  const order = orderWord(frame);
  const first = firstRow(telling, table);
  const name = frame.ranking.limit === 1 ? singular(nameOf(telling)) : nameOf(telling);
  return `**The ${order} ${name}${whenOf(telling)}${first === undefined ? "" : `: ${first}`}.**`;
}

/** The question's own word for how the rows are ordered. */
function orderWord({ ranking, question }: Telling["frame"]): string {
  const isDesc = ranking?.direction === "desc";
  if (ranking?.byDate)
    return AGE.exec(question)?.[0].toLowerCase() ?? (isDesc ? "newest" : "oldest");
  return ORDER.exec(question)?.[0].toLowerCase() ?? (isDesc ? "largest" : "smallest");
}

const AGE = /\b(?:newest|latest|most recent|oldest|earliest)\b/i;

/** The first row by its name and the amount that the ranking goes by. */
function firstRow({ frame, world }: Telling, table: Table): string | undefined {
  const [row] = table.rows;
  const [name] = table.columns;
  const by = rankedColumn(frame.rankedBy, table);
  if (row && frame.ranking?.byDate && by) return datedName(table, row, by);
  const value = by && numberIn(table, row, by.id);
  if (!row || !name || !by || value === undefined) return undefined;
  return `${escapeText(textIn(table, row, name.id))} with ${figure(value, by.unit, world)}`;
}

function datedName(table: Table, row: Table["rows"][number], by: Columns[number]): string {
  const name = nameColumn(table);
  const date = `${by.label} ${dayWords(textIn(table, row, by.id).slice(0, 10))}`;
  return name === "" ? date : `${escapeText(textIn(table, row, name))} (${date})`;
}

/** What a row is called by: its name, else what stands first. */
function nameColumn({ columns }: Table): string {
  return columns.find(({ id }) => /(?:name|title|_id|_no|number|code)$/i.test(id))?.id ?? "";
}

type Columns = Table["columns"];

/** The column that the ranking names, else the last amount: what the metric sums. */
function rankedColumn(id: string | undefined, table: Table): Columns[number] | undefined {
  return (id === undefined ? undefined : columnOf(table, id)) ?? table.columns.findLast(isAmount);
}

/** A number that names a row is written as it is: no thousands, no unit. */
function isKey(id: string, { model }: World): boolean {
  const [dataset, name = ""] = id.split(".");
  return model.datasets.some((one) => one.name === dataset && one.primaryKey.includes(name));
}

/** A moment to the minute. */
function plainText(text: string): string {
  const moment = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(text);
  return moment ? `${moment[1]} ${moment[2]}` : text;
}

function isAmount({ type }: Columns[number]): boolean {
  return type === "number" || type === "integer";
}

function rowsTable({ world, frame }: Telling, table: Table): string {
  return markdownTable(
    table.columns.map((column) => ({ title: capital(column.label), numeric: isAmount(column) })),
    table.rows
      .slice(0, shownRows(frame))
      .map((row) =>
        table.columns.map((column) =>
          isAmount(column) && !isKey(column.id, world)
            ? cellFigure(numberIn(table, row, column.id), column.unit, world)
            : plainText(textIn(table, row, column.id)),
        ),
      ),
  );
}
