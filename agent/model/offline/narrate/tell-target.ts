import { fieldLabel } from "../frame/roles.ts";
import { targetFor } from "../plan/plan-parts.ts";
import type { Table } from "../plan/table.ts";
import { gapWords } from "./against-target.ts";
import { followups } from "./followups.ts";
import { escapeText } from "./markdown-table.ts";
import { type Story, story } from "./story.ts";
import { type Member, membersOf, membersTable } from "./target-members.ts";
import { tellBreakdown } from "./tell-breakdown.ts";
import { tellTargetSeries } from "./tell-target-series.ts";
import { tellValue } from "./tell-value.ts";
import { type Telling, tableOf } from "./telling.ts";
import { assumptions, capital, findingKey, freshness, listOf, periodWords } from "./words.ts";

/** A metric against its target: as a whole, or member by member. */
export function tellTarget(telling: Telling): Story {
  const series = tableOf(telling, "series");
  if (series) return tellTargetSeries(telling, series);
  const groups = tableOf(telling, "groups");
  if (groups) return tellGroups(telling, groups);
  const { frame, main, world } = telling;
  if (frame.dimensions.length === 0) return tellValue(telling);
  const by = listOf(frame.dimensions.map((id) => fieldLabel(world, id)));
  const isWhole = targetFor(main, frame, world) !== undefined;
  const note = `The ${main.label} target is not set by ${by}${isWhole ? ", so this is the whole" : ""}`;
  const noted = { ...telling, frame: { ...frame, assumed: [...frame.assumed, note] } };
  return isWhole ? tellValue(noted) : tellBreakdown(noted);
}

function tellGroups(telling: Telling, table: Table): Story {
  const { frame, main, world } = telling;
  const all = membersOf(telling, table);
  const shown =
    frame.target === "missed"
      ? all.filter(({ held }) => !held.good)
      : frame.target === "met"
        ? all.filter(({ held }) => held.good)
        : all;
  const by = listOf(frame.dimensions.map((id) => fieldLabel(world, id)));
  const when = periodWords(main, frame.range, { world, asOf: table.asOf });
  return story(
    [
      groupsHeadline({ shown, all, by, when }, telling),
      shown.length > 0
        ? membersTable(telling, frame.target === "show" ? all : shown, capital(by))
        : undefined,
      worstStatus(shown),
      assumptions(frame),
      freshness(table.asOf, frame),
    ],
    {
      followups: followups(telling),
      keeps: [
        {
          kind: "finding",
          key: findingKey(frame, "target by", by),
          value: groupsFinding(all, when, telling),
        },
      ],
    },
  );
}

type Grouped = {
  readonly shown: readonly Member[];
  readonly all: readonly Member[];
  readonly by: string;
  readonly when: string;
};

function groupsHeadline({ shown, all, by, when }: Grouped, { frame, main }: Telling): string {
  const missed = all.filter(({ held }) => !held.good).map(({ name }) => escapeText(name));
  const met = all.filter(({ held }) => held.good).map(({ name }) => escapeText(name));
  if (shown.length === 0)
    return `**No ${by} ${frame.target === "met" ? "met" : "missed"} its ${main.label} target ${when}.**`;
  const names = frame.target === "met" ? met : missed;
  const verb = frame.target === "met" ? "met" : "missed";
  if (names.length === 0) return `**Every ${by} met its ${main.label} target ${when}** ✅.`;
  return `**${listOf(names)} ${verb} the ${main.label} target ${when}**; ${frame.target === "met" ? rest(missed, "missed") : rest(met, "met")}.`;
}

function rest(names: readonly string[], verb: string): string {
  return names.length === 0 ? "no other did" : `${listOf(names)} ${verb} it`;
}

/** What the company calls the worst of them. */
function worstStatus(members: readonly Member[]): string | undefined {
  const worst = members.find(({ held }) => !held.good && held.status !== undefined);
  return worst?.held.status
    ? `${escapeText(worst.name)} counts as ${worst.held.status}.`
    : undefined;
}

function groupsFinding(all: readonly Member[], when: string, { main, world }: Telling): string {
  return `${capital(main.label)} ${when} against target: ${all.map(({ name, held }) => `${name} ${gapWords(held, main, world)}`).join(", ")}`;
}
