import type { Metric } from "../../../semantic/model.ts";
import type { Frame } from "../frame/frame.ts";
import { fieldLabel } from "../frame/roles.ts";
import { groupKey, numberIn, type Table, textIn } from "../plan/table.ts";
import { escapeText, markdownTable } from "./markdown-table.ts";
import { shownRows } from "./shown-rows.ts";
import type { Telling } from "./telling.ts";
import {
  capital,
  cellFigure,
  changeMark,
  changeRatio,
  changeSize,
  figure,
  listOf,
  signedChange,
  signedFigure,
  subject,
} from "./words.ts";

/** One member in both periods. `ratio` is undefined where one of them has nothing to compare with. */
type Change = {
  readonly member: string;
  readonly now?: number;
  readonly before?: number;
  readonly delta: number;
  readonly ratio: number | undefined;
};

/** Two periods member by member, in the order that the question asks for: as a sentence and a table. */
export function tellGroups(
  given: Telling,
  { now, before }: { readonly now: Table; readonly before: Table },
): string[] {
  const isShare = given.frame.share && given.main.additive;
  const telling = isShare ? asShares(given) : given;
  const { frame, main, world } = telling;
  const changes = changesOf(telling, { now, before }).toSorted(orderOf(frame));
  const shown = moversOf(frame, changes).slice(0, manyAsked(frame) ?? shownRows(frame));
  const markdown = markdownTable(
    [
      {
        title: capital(listOf(frame.dimensions.map((id) => fieldLabel(world, id)))),
        numeric: false,
      },
      { title: frame.against?.label ?? "", numeric: true },
      { title: frame.range?.label ?? "", numeric: true },
      { title: "Change", numeric: true },
    ],
    shown.map(({ member, before, now, delta, ratio }) => [
      member,
      cellFigure(before, main.unit, world),
      cellFigure(now, main.unit, world),
      ratio === undefined
        ? "–"
        : `${signedChange(now ?? 0, before ?? 0, main.unit)}${changeMark(delta, main.better)}`,
    ]),
  );
  return [`${lead(telling, changes)}${otherLead(telling, changes)}`, markdown];
}

/** Told as a percentage of the total of each period. */
function asShares(telling: Telling): Telling {
  const { unit: _, ...main } = telling.main;
  return { ...telling, main: { ...main, unit: "percent", label: `share of ${main.label}` } };
}

/** "Who fell most" asks for those that fell, as long as any did. */
function moversOf(frame: Frame, changes: readonly Change[]): readonly Change[] {
  const direction = frame.ranking?.direction === "asc" ? 0 : directionOf(frame);
  const moved = changes.filter(({ delta }) => direction * delta > 0);
  return frame.ranking && moved.length > 0 ? moved : changes;
}

function manyAsked({ ranking }: Frame): number | undefined {
  return ranking && ranking.limit > 1 ? ranking.limit : undefined;
}

/** The share where the warehouse computed it, else the metric itself. */
function shareColumn({ columns }: Table, { name, additive }: Metric): string {
  const share = additive ? columns.find(({ role }) => role === "calculation") : undefined;
  return share?.id ?? name;
}

function changesOf(
  { frame, main }: Telling,
  { now, before }: { readonly now: Table; readonly before: Table },
): Change[] {
  const members = new Map<string, { member: string; now?: number; before?: number }>();
  for (const [table, side] of [
    [before, "before"],
    [now, "now"],
  ] as const) {
    for (const row of table.rows) {
      const key = groupKey(table, row);
      const member = frame.dimensions.map((id) => textIn(table, row, id)).join(", ");
      const value = numberIn(table, row, frame.share ? shareColumn(table, main) : main.name);
      members.set(key, {
        ...(members.get(key) ?? { member }),
        ...(value !== undefined && { [side]: value }),
      });
    }
  }
  return [...members.values()].map((one) => ({
    ...one,
    delta: (one.now ?? 0) - (one.before ?? 0),
    ratio:
      one.now === undefined || one.before === undefined
        ? undefined
        : changeRatio(one.now, one.before),
  }));
}

/** 1 when those that rose most come first, -1 for those that fell most, 0 for the largest change either way. */
function directionOf({ supposed, ranking }: Frame): -1 | 0 | 1 {
  if (supposed !== "up" && supposed !== "down") return 0;
  const rises = supposed === "up";
  return rises === (ranking?.direction !== "asc") ? 1 : -1;
}

/** "Grew most", "growing faster" rank by the growth; "which grew" is told by amount. */
function isRelative({ relative, ranking, question }: Frame): boolean {
  return relative === true && (ranking !== undefined || /fast|slow|percent|rate|%/i.test(question));
}

type Order = (a: Change, b: Change) => number;

function orderOf(frame: Frame, relative = isRelative(frame)): Order {
  const direction = directionOf(frame);
  const sizeOf = ({ delta, ratio }: Change) => {
    const size = relative ? ratio : delta;
    if (size === undefined) return Number.NEGATIVE_INFINITY;
    return direction === 0 ? Math.abs(size) : direction * size;
  };
  return (a, b) => sizeOf(b) - sizeOf(a);
}

function lead(telling: Telling, changes: readonly Change[]): string {
  const { frame, main, world } = telling;
  const [first] = changes;
  const periods = `${frame.against?.label} to ${frame.range?.label}`;
  if (!first) return `**${subject(main, frame, world)}, ${periods}.**`;
  const direction = directionOf(frame);
  const isNone = frame.ranking?.direction === "desc" && direction * first.delta <= 0;
  if (direction !== 0 && (!frame.ranking || isNone)) return movers(telling, changes);
  return `**${escapeText(first.member)} ${superlative(frame)}: ${main.label} ${moved(telling, first)}**${changeMark(first.delta, main.better)} (${periods}).`;
}

/** "rose 12% to $1.1M"; of one that was not there in one of the periods "rose from nothing to $1.1M". */
function moved({ main, world }: Telling, { now, before, delta }: Change): string {
  const show = (value: number | undefined) =>
    value === undefined ? "nothing" : figure(value, main.unit, world);
  const way = delta > 0 ? "rose" : "fell";
  if (now === undefined || before === undefined)
    return `${way} from ${show(before)} to ${show(now)}`;
  const size = changeSize(now, before, main.unit);
  return size === undefined ? `stayed at ${show(now)}` : `${way} ${size} to ${show(now)}`;
}

function superlative({ supposed, ranking }: Frame): string {
  const most = ranking?.direction === "asc" ? "least" : "most";
  if (supposed === "up") return `rose ${most}`;
  return supposed === "down" ? `fell ${most}` : "changed most";
}

/** Members that a sentence names. */
const MOST_NAMED = 5;

/** "Which regions fell?": those that did, by name. */
function movers({ frame, main, world }: Telling, changes: readonly Change[]): string {
  const falls = frame.supposed === "down";
  const moved = changes.filter(({ delta }) => (falls ? delta < 0 : delta > 0));
  const periods = `from ${frame.against?.label} to ${frame.range?.label}`;
  const noun = listOf(frame.dimensions.map((id) => fieldLabel(world, id)));
  const verb = falls ? "fell" : "rose";
  if (moved.length === 0) return `**No ${noun} ${verb}** in ${main.label} ${periods}.`;
  if (moved.length === changes.length)
    return `**Every ${noun} ${verb}** in ${main.label} ${periods}, ${escapeText(moved[0]?.member ?? "")} most.`;
  const names = moved.slice(0, MOST_NAMED).map(({ member }) => escapeText(member));
  if (moved.length > MOST_NAMED)
    return `**${listOf(names)} ${verb} most** in ${main.label} ${periods}; others ${verb} too, but not all did.`;
  return `**${listOf(names)} ${verb}** in ${main.label} ${periods}; the rest did not.`;
}

/** Who comes first by amount where the order is relative, and the other way round, when that is another. */
function otherLead({ frame, main, world }: Telling, changes: readonly Change[]): string {
  const [first] = changes;
  const [other] = changes.toSorted(orderOf(frame, !isRelative(frame)));
  if (!frame.ranking || directionOf(frame) === 0 || main.unit === "percent") return "";
  if (!first || !other || other.member === first.member || other.ratio === undefined) return "";
  const size = isRelative(frame)
    ? `In amount it is ${escapeText(other.member)} (${signedFigure(other.delta, main.unit, world)})`
    : `In relation to before it is ${escapeText(other.member)} (${signedChange(other.now ?? 0, other.before ?? 0, main.unit)})`;
  return ` ${size}.`;
}
