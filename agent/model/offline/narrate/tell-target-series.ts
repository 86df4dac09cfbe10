import { numberIn, type Table } from "../plan/table.ts";
import { holdAgainst } from "./against-target.ts";
import { followups } from "./followups.ts";
import { type Story, story } from "./story.ts";
import { type Member, membersTable } from "./target-members.ts";
import type { Telling } from "./telling.ts";
import { pointsOf } from "./trend-points.ts";
import {
  assumptions,
  capital,
  figure,
  freshness,
  listOf,
  signedFigure,
  signedPercent,
  subject,
} from "./words.ts";

/** A metric against its target period by period, in the order of time. */
export function tellTargetSeries(telling: Telling, table: Table): Story {
  const { frame, main } = telling;
  const periods = heldPeriods(telling, table);
  const about = subject(main, frame, telling.world);
  if (periods.length === 0)
    return story([`There is no target to hold ${about} against.`, freshness(table.asOf, frame)], {
      followups: followups(telling),
    });
  return story(
    [
      frame.extreme === "worst" || frame.extreme === "best"
        ? extremeHeadline(telling, periods)
        : headline(telling, periods),
      membersTable(telling, periods, capital(frame.grain ?? "period")),
      assumptions(frame),
      freshness(table.asOf, frame),
    ],
    { followups: followups(telling) },
  );
}

/** Whole periods that have a target. */
function heldPeriods(telling: Telling, table: Table): Member[] {
  const { main } = telling;
  return pointsOf(telling, table)
    .filter(({ part }) => !part)
    .flatMap(({ label, value, row }) => {
      const held = holdAgainst(value, numberIn(table, row, main.target?.metric ?? ""), telling);
      return held ? [{ name: label, held }] : [];
    });
}

function headline({ frame, main }: Telling, periods: readonly Member[]): string {
  const missed = periods.filter(({ held }) => !held.good).map(({ name }) => name);
  const met = periods.filter(({ held }) => held.good).map(({ name }) => name);
  const target = `the ${main.label} target`;
  if (missed.length === 0) return `**Every ${frame.grain} met ${target}** ✅: ${listOf(met)}.`;
  if (met.length === 0) return `**No ${frame.grain} met ${target}**: ${listOf(missed)} missed it.`;
  const asksMet = frame.target === "met";
  const [asked, verb] = asksMet ? [met, "met"] : [missed, "missed"];
  const [others, other] = asksMet ? [missed, "missed"] : [met, "met"];
  const rest = others.length <= MOST_NAMED ? `; ${listOf(others)} ${other} it` : "";
  return `**${asked.length} of ${periods.length} ${frame.grain}s ${verb} ${target}**: ${listOf(asked)}${rest}.`;
}

/** Periods that a sentence names beside those asked for. */
const MOST_NAMED = 8;

/** "Missed it the most": the period furthest from its target. */
function extremeHeadline({ frame, main, world }: Telling, periods: readonly Member[]): string {
  const sorted = periods.toSorted((a, b) => a.held.ratio - b.held.ratio);
  const most = frame.target === "missed" || frame.extreme === "worst" ? sorted[0] : sorted.at(-1);
  if (!most) return "";
  const { name, held } = most;
  const gap = signedFigure(held.value - held.target, main.unit, world);
  const size = main.unit === "percent" ? "" : ` (${signedPercent(held.ratio)})`;
  return `**${name} stands out: ${main.label} of ${figure(held.value, main.unit, world)} against a target of ${figure(held.target, main.unit, world)}, ${gap}${size}** ${held.mark}.`;
}
