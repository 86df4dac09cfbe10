import { fieldLabel } from "../frame/roles.ts";
import { groupKey, numberIn, type Table, textIn } from "../plan/table.ts";
import { followups } from "./followups.ts";
import { escapeText, markdownTable } from "./markdown-table.ts";
import { shownRows } from "./shown-rows.ts";
import { type Story, story } from "./story.ts";
import { type Telling, tableOf } from "./telling.ts";
import {
  assumptions,
  capital,
  figure,
  filterWords,
  freshness,
  listOf,
  periodWords,
} from "./words.ts";

type Row = {
  readonly name: string;
  readonly part: number;
  readonly whole: number;
  readonly share: number;
};

/** A part's share of the whole, member by member: what share of each region's revenue is online. */
export function tellShareWithin(telling: Telling): Story {
  const { frame, main, world } = telling;
  const [now, whole] = [tableOf(telling, "now"), tableOf(telling, "whole")];
  const rows = now && whole ? rowsOf(telling, now, whole) : [];
  const when = periodWords(main, frame.range, { world, asOf: now?.asOf ?? null });
  const by = listOf(frame.dimensions.map((id) => fieldLabel(world, id)));
  const [first] = rows;
  const last = rows.at(-1);
  const part = filterWords(
    { filters: frame.filters.filter(({ field }) => frame.shareOf?.includes(field)) },
    world,
  ).replace(/^for /, "");
  if (!first || !last) {
    return story([`No ${by} matches that ${when}.`, freshness(now?.asOf, frame)], {
      followups: followups(telling),
    });
  }
  const show = (value: number) => figure(value, main.unit, world);
  const percent = (ratio: number) => figure(ratio, "percent", world);
  const place = ({ name }: Row) => escapeText(name);
  return story(
    [
      `**The share of ${part} in ${main.label} is highest for ${place(first)}: ${percent(first.share)}** (${show(first.part)} of ${show(first.whole)}, ${when}).`,
      markdownTable(
        [
          { title: capital(by), numeric: false },
          { title: `${capital(main.label)}, ${part}`, numeric: true },
          { title: `${capital(main.label)}, all`, numeric: true },
          { title: "Share", numeric: true },
        ],
        rows
          .slice(0, shownRows(frame))
          .map((row) => [row.name, show(row.part), show(row.whole), percent(row.share)]),
      ),
      first === last
        ? undefined
        : `${capital(place(last))} is last with a share of ${percent(last.share)}.`,
      assumptions(frame),
      freshness(now?.asOf, frame),
    ],
    { followups: followups(telling) },
  );
}

/** Members with a whole, largest share first. */
function rowsOf({ frame, main }: Telling, now: Table, whole: Table): Row[] {
  const parts = new Map(now.rows.map((row) => [groupKey(now, row), numberIn(now, row, main.name)]));
  return whole.rows
    .flatMap((row) => {
      const all = numberIn(whole, row, main.name);
      const part = parts.get(groupKey(whole, row));
      const name = frame.dimensions.map((id) => textIn(whole, row, id)).join(", ");
      return all && part !== undefined ? [{ name, part, whole: all, share: part / all }] : [];
    })
    .toSorted((a, b) => b.share - a.share);
}
