import type { Frame } from "../frame/frame.ts";
import { fieldLabel } from "../frame/roles.ts";
import { metricNamed } from "../frame/world.ts";
import { numberIn, type Table, type TableRow, textIn } from "../plan/table.ts";
import { countHeadline, namesHeadline } from "./count-groups.ts";
import { followups } from "./followups.ts";
import { escapeText, type MarkdownColumn, markdownTable } from "./markdown-table.ts";
import { membersOfInterest } from "./preferences.ts";
import { type Keep, type Story, story } from "./story.ts";
import { type Telling, tableOf, valueIn } from "./telling.ts";
import {
  assumptions,
  capital,
  cellFigure,
  changeSize,
  figure,
  filterWords,
  findingKey,
  freshness,
  listOf,
  periodWords,
  signedFigure,
} from "./words.ts";

/** Rows of a table in the text; the evidence has them all. */
export const SHOWN_ROWS = 20;

/** A metric by one or two dimensions, ranked. */
export function tellBreakdown(telling: Telling): Story {
  const { frame, main, world } = telling;
  const table = withinGroups(frame, tableOf(telling, "now"));
  const when = periodWords(main, frame.range, { world, asOf: table?.asOf ?? null });
  const by = listOf(frame.dimensions.map((id) => fieldLabel(world, id)));
  if (!table || table.rows.length === 0) {
    const none = `No ${by} matches that ${when}.`;
    return story([none, assumptions(frame), freshness(table?.asOf, frame)], {
      followups: followups(telling),
    });
  }
  return story(
    [
      headline(telling, table, when),
      table.rows.length >= 3 || frame.dimensions.length > 1 || frame.metrics.length > 1
        ? breakdownTable(telling, table)
        : undefined,
      spread(telling, table),
      ofInterest(telling, table),
      assumptions(frame),
      freshness(table.asOf, frame),
    ],
    { followups: followups(telling), keeps: leaderFinding(telling, table, when) },
  );
}

/** The first rows of each group, where the ranking starts anew in each. */
function withinGroups(
  { rankedWithin, ranking }: Frame,
  table: Table | undefined,
): Table | undefined {
  if (!rankedWithin || !ranking || !table) return table;
  const seen = new Map<string, number>();
  const rows = table.rows.filter((row) => {
    const key = JSON.stringify(rankedWithin.map((id) => textIn(table, row, id)));
    const rank = (seen.get(key) ?? 0) + 1;
    seen.set(key, rank);
    return rank <= ranking.limit;
  });
  return { ...table, rows };
}

function headline(telling: Telling, table: Table, when: string): string {
  const { frame, main, world } = telling;
  const place = frame.ranking?.place;
  const [first, second] = place === undefined ? table.rows : table.rows.slice(place - 1);
  if (!first) return "";
  if (frame.countsGroups) return countHeadline(telling, table, when);
  if (frame.names) return namesHeadline(telling, table, when);
  if (frame.rankedWithin)
    return `**${capital(main.label)}: the ${frame.ranking?.direction === "asc" ? "last" : "first"} ${frame.ranking?.limit} by ${listOf(frame.rankedWithin.map((id) => fieldLabel(world, id)))}** (${when}).`;
  const lowest = frame.ranking?.direction === "asc";
  const value = figure(numberIn(table, first, main.name) ?? 0, main.unit, world);
  const filters = filterWords(frame, world);
  const about = [main.label, filters, when].filter(Boolean).join(" ");
  const rest =
    second && table.rows.length === 2
      ? ` and ${memberOf(telling, table, second)} ${figure(numberIn(table, second, main.name) ?? 0, main.unit, world)}`
      : "";
  if (place !== undefined)
    return `**${capital(memberOf(telling, table, first))} is in place ${place} with ${value}** (${about}, ${lowest ? "lowest" : "highest"} first).`;
  const verb = lowest ? "is lowest" : main.better === "down" ? "is highest" : "leads";
  const tied = tiedWith(telling, table);
  return `**${capital(memberOf(telling, table, first))} ${verb} with ${value}**${rest} (${about}).${shareOf(telling, table, first)}${tied}`;
}

/** The row's members, for a sentence. */
function memberOf({ frame }: Pick<Telling, "frame">, table: Table, row: TableRow): string {
  return escapeText(namesOf(frame, table, row));
}

function namesOf({ dimensions }: Frame, table: Table, row: TableRow): string {
  return dimensions.map((id) => textIn(table, row, id)).join(", ");
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

/** How far apart first and last are. */
function spread(telling: Telling, table: Table): string | undefined {
  const { main, world, frame } = telling;
  const last = table.rows.at(-1);
  const value = last && numberIn(table, last, main.name);
  if (table.rows.length === 2 && frame.dimensions.length === 1) return difference(telling, table);
  if (table.rows.length < 3 || table.truncated || frame.ranking || value === undefined || !last)
    return undefined;
  return `${capital(memberOf(telling, table, last))} is last with ${figure(value, main.unit, world)}.`;
}

/** The rows of what the user looks after. */
function ofInterest(telling: Telling, table: Table): string | undefined {
  const { main, world, briefing } = telling;
  const names = table.rows.map((row) => namesOf(telling.frame, table, row));
  const wanted = new Set(membersOfInterest(briefing, names));
  const own = table.rows.flatMap((row) => {
    const value = numberIn(table, row, main.name);
    const name = namesOf(telling.frame, table, row);
    return wanted.has(name) && value !== undefined
      ? [`${escapeText(name)}: **${figure(value, main.unit, world)}**`]
      : [];
  });
  return own.length > 0 && table.rows.length > 1
    ? `What you look after: ${own.join(", ")}.`
    : undefined;
}

/** Two members: how far the first is ahead. */
function difference(telling: Telling, table: Table): string | undefined {
  const { main, world } = telling;
  const [first, second] = table.rows;
  const [a, b] = [first, second].map((row) => row && numberIn(table, row, main.name));
  if (!first || !second || a === undefined || b === undefined || a === b) return undefined;
  const [one, other] = [memberOf(telling, table, first), memberOf(telling, table, second)];
  const gap = signedFigure(a - b, main.unit, world).slice(1);
  const side = a > b ? "ahead of" : "behind";
  const size = main.unit === "percent" ? undefined : changeSize(a, b, main.unit);
  const relative = size === undefined ? "" : `, ${size} ${a > b ? "more" : "less"}`;
  const times =
    telling.frame.ratio && b !== 0 ? ` The ratio is ${figure(a / b, undefined, world)}.` : "";
  return `${capital(one)} is ${gap} ${side} ${other}${relative}.${times}`;
}

function breakdownTable(telling: Telling, table: Table): string {
  const { frame, world } = telling;
  const metrics = table.columns.filter(({ role }) => role === "metric" || role === "calculation");
  const columns: MarkdownColumn[] = [
    ...frame.dimensions.map((id) => ({ title: capital(fieldLabel(world, id)), numeric: false })),
    ...metrics.map(({ label }) => ({ title: capital(label), numeric: true })),
  ];
  const rows = table.rows
    .slice(0, SHOWN_ROWS)
    .map((row) => [
      ...frame.dimensions.map((id) => textIn(table, row, id)),
      ...metrics.map(({ id, unit }) => cellFigure(numberIn(table, row, id), unit, world)),
    ]);
  const more =
    table.rows.length > SHOWN_ROWS
      ? `\n\n_The first ${SHOWN_ROWS} of ${table.rows.length}${table.truncated ? " or more" : ""}._`
      : "";
  return `${markdownTable(columns, rows)}${more}`;
}

/** Only a ranking's leader is a finding worth keeping; a plain table is an intermediate result. */
function leaderFinding(telling: Telling, table: Table, when: string): Keep[] {
  const { frame, main, world } = telling;
  const [first] = table.rows;
  const value = first && numberIn(table, first, main.name);
  if (!first || value === undefined || !metricNamed(world, main.name)) return [];
  const by = listOf(frame.dimensions.map((id) => fieldLabel(world, id)));
  const place = frame.ranking?.direction === "asc" ? "lowest" : "highest";
  const filters = filterWords(frame, world);
  const text = `${capital([main.label, filters].filter(Boolean).join(" "))} by ${by} ${when}: ${namesOf(frame, table, first)} is ${place} with ${figure(value, main.unit, world)}`;
  return [{ kind: "finding", key: findingKey(frame, "by", by), value: text }];
}
