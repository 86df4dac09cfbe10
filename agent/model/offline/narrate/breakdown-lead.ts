import type { Frame } from "../frame/frame.ts";
import { fieldLabel } from "../frame/roles.ts";
import { columnOf, numberIn, type Table, type TableRow, textIn } from "../plan/table.ts";
import { countHeadline, namesHeadline } from "./count-groups.ts";
import { escapeText } from "./markdown-table.ts";
import { type Telling, valueIn } from "./telling.ts";
import { capital, figure, filterWords, listOf } from "./words.ts";

/** The first sentence on a breakdown: who leads, who comes in a place, how many there are, or their names. */
export function breakdownLead(telling: Telling, table: Table, when: string): string {
  const { frame } = telling;
  if (table.rows.length === 0) return "";
  if (frame.countsGroups) return countHeadline(telling, table, when);
  if (frame.names) return namesHeadline(telling, table, when);
  if (frame.rankedWithin)
    return withinHeadline(telling, table, { within: frame.rankedWithin, when });
  if (frame.having.length > 0 && !frame.ranking && table.rows.length > 2)
    return `${countHeadline(telling, table, when)}${firstOf(telling, table)}`;
  const { place } = frame.ranking ?? {};
  return place === undefined
    ? leaderHeadline(telling, table, when)
    : placeHeadline(telling, table, { when, place });
}

function firstOf(telling: Telling, table: Table): string {
  const [row] = table.rows;
  return row
    ? ` ${capital(memberOf(telling, table, row))} comes first with ${valueText(telling, table, row)}.`
    : "";
}

/** Groups of which the lead names the first one each. */
const NAMED_GROUPS = 6;

/** Who comes first in each of a few groups; of many, only what the table shows. */
function withinHeadline(
  telling: Telling,
  table: Table,
  { within, when }: { readonly within: readonly string[]; readonly when: string },
): string {
  const { frame, main, world } = telling;
  const order = frame.ranking?.direction === "asc" ? "lowest" : "highest";
  const by = listOf(within.map((id) => fieldLabel(world, id)));
  const firsts = firstOfEach(table, within);
  const about = `${main.label} ${filterWords(frame, world)} ${when}`.replaceAll(/ +/g, " ").trim();
  if (firsts.length > NAMED_GROUPS) {
    const { limit = 1 } = frame.ranking ?? {};
    return `**${capital(main.label)}: the ${limit === 1 ? order : `${limit} ${order}`} by ${by}** (${when}).`;
  }
  const own = frame.dimensions.filter((id) => !within.includes(id));
  const named = firsts.map((row) => {
    const [group, one] = [within, own].map((ids) =>
      escapeText(ids.map((id) => textIn(table, row, id)).join(", ")),
    );
    return `${one} in ${group} (${valueText(telling, table, row)})`;
  });
  return `**${capital(order)} by ${by}: ${listOf(named)}** (${about}).`;
}

function firstOfEach(table: Table, within: readonly string[]): TableRow[] {
  const seen = new Set<string>();
  return table.rows.filter((row) => {
    const key = JSON.stringify(within.map((id) => textIn(table, row, id)));
    return seen.size < seen.add(key).size;
  });
}

/** What the ranking is by, in brackets: "revenue for West in 2024". */
function aboutOf({ frame, main, world }: Telling, when: string): string {
  return [main.label, filterWords(frame, world), when].filter(Boolean).join(" ");
}

function valueText({ main, world }: Telling, table: Table, row: TableRow): string {
  return figure(numberIn(table, row, main.name) ?? 0, main.unit, world);
}

const ORDINALS = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
];

/** "third"; beyond those with a word "there". */
export function ordinal(place: number): string {
  return ORDINALS[place - 1] ?? "there";
}

/** "The second largest": the row in that place, when there are so many. */
function placeHeadline(
  telling: Telling,
  table: Table,
  { when, place }: { readonly when: string; readonly place: number },
): string {
  const row = table.rows[place - 1];
  const order = telling.frame.ranking?.direction === "asc" ? "lowest" : "highest";
  const about = `${aboutOf(telling, when)}, ${order} first`;
  return row
    ? `**${capital(memberOf(telling, table, row))} comes ${ordinal(place)} with ${valueText(telling, table, row)}** (${about}).`
    : `None comes ${ordinal(place)} (${about}).`;
}

function leaderHeadline(telling: Telling, table: Table, when: string): string {
  const { frame, main } = telling;
  const [first, second] = table.rows;
  if (!first) return "";
  const rest =
    second && table.rows.length === 2
      ? ` and ${memberOf(telling, table, second)} ${valueText(telling, table, second)}`
      : "";
  const highest = main.better === "down" ? "is highest" : "leads";
  const verb = frame.ranking?.direction === "asc" ? "is lowest" : highest;
  const lead = `**${capital(memberOf(telling, table, first))} ${verb} with ${valueText(telling, table, first)}**`;
  return `${lead}${rest} (${aboutOf(telling, when)}).${shareOf(telling, table, first)}${tiedWith(telling, table)}`;
}

/** The row's members, for a sentence. */
export function memberOf({ frame }: Pick<Telling, "frame">, table: Table, row: TableRow): string {
  return escapeText(namesOf(frame, table, row));
}

export function namesOf(
  { dimensions }: Pick<Frame, "dimensions">,
  table: Table,
  row: TableRow,
): string {
  return dimensions.map((id) => nameIn(table, row, id)).join(", ");
}

/** A code says nothing without what it is a code of: "priority 1". */
function nameIn(table: Table, row: TableRow, id: string): string {
  const text = textIn(table, row, id);
  return /^\d+$/.test(text) ? `${columnOf(table, id)?.label ?? ""} ${text}`.trim() : text;
}

/** The leader's share of the whole, where parts add up. */
function shareOf(telling: Telling, table: Table, row: TableRow): string {
  const { main, world, frame } = telling;
  const total = valueIn(telling, "total", main.name);
  const value = numberIn(table, row, main.name);
  if (!main.additive || !total || value === undefined || frame.having.length > 0)
    return total !== undefined && !main.additive
      ? ` Overall it is ${figure(total, main.unit, world)}.`
      : "";
  if (value === total) return "";
  return ` That is ${figure(value / total, "percent", world)} of the total of ${figure(total, main.unit, world)}.`;
}

/** Says when the first place is shared. */
function tiedWith(telling: Telling, table: Table): string {
  const { main } = telling;
  const [first, ...others] = table.rows;
  const value = first && numberIn(table, first, main.name);
  const tied = others.filter((row) => numberIn(table, row, main.name) === value);
  return tied.length > 0 && tied.length <= 5
    ? ` ${listOf(tied.map((row) => memberOf(telling, table, row)))} ties with it.`
    : "";
}
