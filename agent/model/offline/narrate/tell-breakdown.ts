import type { Frame } from "../frame/frame.ts";
import { fieldLabel } from "../frame/roles.ts";
import { fieldWithId, metricNamed } from "../frame/world.ts";
import { numberIn, type Table, textIn } from "../plan/table.ts";
import { breakdownLead, memberOf, namesOf } from "./breakdown-lead.ts";
import { followups } from "./followups.ts";
import { escapeText, type MarkdownColumn, markdownTable } from "./markdown-table.ts";
import { spaced } from "./plain-words.ts";
import { membersOfInterest } from "./preferences.ts";
import { shownRows } from "./shown-rows.ts";
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

/** A metric by one or two dimensions, ranked. */
export function tellBreakdown(telling: Telling): Story {
  const { frame, main, world } = telling;
  const table = withinGroups(frame, tableOf(telling, "now"));
  const when = periodWords(main, frame.range, { world, asOf: table?.asOf ?? null });
  const by = listOf(frame.dimensions.map((id) => fieldLabel(world, id)));
  if (!table || table.rows.length === 0) {
    const none = `${spaced(`No ${by} matches that`, when)}.`;
    return story([none, assumptions(frame), freshness(table?.asOf, frame)], {
      followups: followups(telling),
    });
  }
  return story(
    [
      breakdownLead(telling, table, when),
      table.rows.length >= 3 || frame.dimensions.length > 1 || frame.metrics.length > 1
        ? breakdownTable(telling, table)
        : undefined,
      together(telling, table),
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
  return { ...table, rows, rowCount: rows.length };
}

/** What the first few make together, where their share is asked for. */
function together(telling: Telling, table: Table): string | undefined {
  const { frame, main, world } = telling;
  const total = valueIn(telling, "total", main.name);
  if (!frame.share || !frame.ranking || frame.ranking.limit < 2 || !main.additive || !total)
    return undefined;
  const sum = table.rows.reduce((all, row) => all + (numberIn(table, row, main.name) ?? 0), 0);
  return `Together they make ${figure(sum, main.unit, world)}, **${figure(sum / total, "percent", world)}** of the total.`;
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
  const [above, below] = main.better === "down" ? ["above", "below"] : ["ahead of", "behind"];
  const side = a > b ? above : below;
  const size = main.unit === "percent" ? undefined : changeSize(a, b, main.unit);
  const relative = size === undefined ? "" : `, ${size} ${a > b ? "more" : "less"}`;
  const times =
    telling.frame.ratio && b !== 0
      ? ` ${capital(one)} is ${figure(a / b, undefined, world)} times ${other}.`
      : "";
  return `${capital(one)} is ${gap} ${side} ${other}${relative}.${times}`;
}

/** Days of the week and hours in their own order, unless the question ranks them. */
function inOrder({ frame, world }: Telling, table: Table): Table {
  const [only = "", another] = frame.dimensions;
  const order = fieldWithId(world, only)?.values;
  if (!order || another !== undefined || frame.ranking || table.truncated) return table;
  const placeOf = (row: Table["rows"][number]) => order.indexOf(textIn(table, row, only));
  return { ...table, rows: table.rows.toSorted((a, b) => placeOf(a) - placeOf(b)) };
}

function breakdownTable(telling: Telling, given: Table): string {
  const { frame, world } = telling;
  const table = inOrder(telling, given);
  const shown = table === given ? shownRows(frame) : table.rows.length;
  const metrics = table.columns.filter(({ role }) => role === "metric" || role === "calculation");
  const columns: MarkdownColumn[] = [
    ...frame.dimensions.map((id) => ({ title: capital(fieldLabel(world, id)), numeric: false })),
    ...metrics.map(({ label }) => ({ title: capital(label), numeric: true })),
  ];
  const rows = table.rows
    .slice(0, shown)
    .map((row) => [
      ...frame.dimensions.map((id) => textIn(table, row, id)),
      ...metrics.map(({ id, unit }) => cellFigure(numberIn(table, row, id), unit, world)),
    ]);
  const more =
    table.rowCount > shown
      ? `\n\n_The first ${shown} of ${table.rowCount}${table.truncated ? " or more" : ""}._`
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
