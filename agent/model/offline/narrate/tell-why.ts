import { fieldLabel } from "../frame/roles.ts";
import { type Culprit, findCulprit, findWithin } from "../plan/culprit.ts";
import { numberIn } from "../plan/table.ts";
import { type Yardstick, yardstickOf } from "../plan/yardstick.ts";
import { holdAgainst, targetSentence } from "./against-target.ts";
import { followups } from "./followups.ts";
import { escapeText, markdownTable } from "./markdown-table.ts";
import { type Keep, type Story, story } from "./story.ts";
import { membersOf, membersTable } from "./target-members.ts";
import { causeFindings, causesBlock, causesOf } from "./tell-causes.ts";
import { componentsSentence, metricsTable } from "./tell-periods.ts";
import { type Telling, tableOf, valueIn } from "./telling.ts";
import {
  about,
  assumptions,
  capital,
  changeMark,
  changeRatio,
  changeSize,
  figure,
  findingKey,
  freshness,
  signedFigure,
  signedPercent,
  subject,
} from "./words.ts";

/** Why something moved or missed: the member that carries it, what moved inside it, and what documents say of exactly that. */
export function tellWhy(telling: Telling): Story {
  const { frame, found, world } = telling;
  const yardstick = yardstickOf(frame, found, world);
  const isAgainst = movedAgainst(telling, yardstick);
  const culprit = isAgainst ? undefined : findCulprit(frame, found, world);
  const causes = causesOf(telling, culprit);
  const headline = yardstick?.target
    ? missHeadline(telling, yardstick, culprit)
    : moveHeadline(telling, culprit);
  return story(
    [
      headline,
      driversTable(telling, culprit, yardstick),
      culprit && insideBlock(telling, culprit),
      causesBlock(causes, culprit, telling),
      assumptions(frame),
      freshness(tableOf(telling, "now")?.asOf, frame),
    ],
    {
      followups: followups(
        telling,
        undefined,
        culprit && { field: culprit.field, member: culprit.member },
      ),
      keeps: [
        ...culpritFinding(telling, culprit, yardstick?.target),
        ...causeFindings(causes, culprit, telling),
      ],
    },
  );
}

/** Missed, although it moved the right way: what moved it explains no miss. */
function movedAgainst(telling: Telling, yardstick: Yardstick | undefined): boolean {
  const { main } = telling;
  const [now, before] = [valueIn(telling, "now", main.name), valueIn(telling, "before", main.name)];
  const target = valueIn(telling, "now", yardstick?.target ?? "");
  if (yardstick?.parts !== "before" || target === undefined) return false;
  if (now === undefined || before === undefined) return false;
  const held = holdAgainst(now, target, telling);
  const isBetter = main.better === "down" ? now < before : now > before;
  return held?.good === false && isBetter;
}

/** Says when nothing was missed: a why that supposes the wrong thing gets the truth. */
function missHeadline(
  telling: Telling,
  yardstick: Yardstick,
  culprit: Culprit | undefined,
): string {
  const { frame, main, world } = telling;
  const when = frame.range ? ` in ${frame.range.label}` : "";
  const goal = valueIn(telling, "now", yardstick.target ?? "");
  const held = holdAgainst(valueIn(telling, "now", main.name), goal, telling);
  if (!held) return `There is no target for ${about(main, frame, world)}${when}.`;
  const value = figure(held.value, main.unit, world);
  const target = targetSentence(held, telling);
  if (held.good)
    return `**${subject(main, frame, world)} did not miss its target${when}**: it was ${value}. ${target}`;
  const gap = signedFigure(held.value - held.target, main.unit, world);
  const total = `In total it was ${value} (${gap}). ${target}`;
  if (culprit === undefined || yardstick.parts === "before") {
    const moved =
      valueIn(telling, "before", main.name) === undefined
        ? ""
        : ` ${moveHeadline(telling, culprit, movedAgainst(telling, yardstick))}`;
    return `**${subject(main, frame, world)} missed its target${when}.** ${total}${moved}`;
  }
  const part = `${escapeText(culprit.member)} alone is ${signedFigure(culprit.delta, main.unit, world)} off${memberRatio(culprit)}.`;
  return `**${escapeText(culprit.member)} is the reason ${about(main, frame, world)} missed its target${when}.** ${total} ${part}`;
}

function memberRatio({ now, before }: Culprit): string {
  const ratio = changeRatio(now, before);
  return ratio === undefined ? "" : ` (${signedPercent(ratio)})`;
}

function moveHeadline(telling: Telling, culprit: Culprit | undefined, isAgainst = false): string {
  const { frame, main, world } = telling;
  const [now, before] = [valueIn(telling, "now", main.name), valueIn(telling, "before", main.name)];
  const [range, against] = [frame.range?.label, frame.against?.label];
  if (now === undefined || before === undefined)
    return `There are no data to explain ${about(main, frame, world)} in ${range}.`;
  const way = now > before ? "rose" : now < before ? "fell" : "did not change";
  const size = changeSize(now, before, main.unit);
  const by = size === undefined ? "" : ` by ${size}`;
  const lead = `**${subject(main, frame, world)} ${way}${by}**${changeMark(now - before, main.better)} from ${figure(before, main.unit, world)} in ${against} to ${figure(now, main.unit, world)} in ${range}.`;
  const supposed = { up: now <= before, down: now >= before, missed: false }[
    frame.supposed ?? "missed"
  ];
  const truth = supposed ? ` So it did not go ${frame.supposed} in that comparison.` : "";
  const who = culprit
    ? ` **${escapeText(culprit.member)}** (${fieldLabel(world, culprit.field)}) carries most of it: ${contributionWords(telling, culprit)}.`
    : isAgainst
      ? " The target asks for more than that, and it is not set by any part, so no part can be named."
      : " No single part of the business stands out.";
  return `${lead}${truth}${who}`;
}

/** Of a sum its difference; of a ratio what the member's numerator does. */
function contributionWords({ world }: Telling, culprit: Culprit): string {
  const { delta, now, before, measure } = culprit;
  const { unit } = measure;
  if (culprit.in === "now") return `${figure(now, unit, world)}, and nothing before`;
  if (culprit.in === "before") return `${figure(before, unit, world)} before, and nothing now`;
  return `${signedFigure(delta, unit, world)} (${figure(before, unit, world)} to ${figure(now, unit, world)})`;
}

function driversTable(
  telling: Telling,
  culprit: Culprit | undefined,
  yardstick: Yardstick | undefined,
): string | undefined {
  const { found, world, frame } = telling;
  const purpose = culprit
    ? `by.${culprit.field}.now`
    : [...found.tables.keys()].find((key) => key.startsWith("by.") && key.endsWith(".now"));
  const table = purpose === undefined ? undefined : found.tables.get(purpose);
  if (!table) return undefined;
  const title = capital(
    fieldLabel(world, table.columns.find(({ role }) => role === "dimension")?.id ?? ""),
  );
  if (yardstick?.parts === "target") return membersTable(telling, membersOf(telling, table), title);
  if (!culprit) return undefined;
  const { unit, label } = culprit.measure;
  return markdownTable(
    [
      { title, numeric: false },
      { title: `${capital(label)}, ${frame.against?.label}`, numeric: true },
      { title: frame.range?.label ?? "", numeric: true },
      { title: "Change", numeric: true },
    ],
    culprit.parts
      .slice(0, 20)
      .map((part) => [
        part.member,
        part.in === "now" ? "–" : figure(part.before, unit, world),
        part.in === "before" ? "–" : figure(part.now, unit, world),
        part.in === "both"
          ? signedFigure(part.delta, unit, world)
          : part.in === "now"
            ? "new"
            : "gone",
      ]),
  );
}

/** What moved inside the member: what it is made of, and its own part that moved most. */
function insideBlock(telling: Telling, culprit: Culprit): string | undefined {
  const { frame, found, world, main } = telling;
  const member = {
    ...telling,
    frame: {
      ...frame,
      filters: [{ field: culprit.field, op: "in" as const, values: [culprit.member] }],
    },
  };
  const table = main.ratio ? undefined : metricsTable(member, "member.");
  const components = componentsSentence(member, "member.");
  const within = findWithin(frame, found, world);
  const part = within && withinSentence(telling, culprit, within);
  const lines = [
    table &&
      `**${escapeText(culprit.member)}, ${frame.against?.label} and ${frame.range?.label}**\n\n${table}`,
    [components, part].filter(Boolean).join(" "),
  ];
  return lines.filter(Boolean).join("\n\n") || undefined;
}

/** A side without data is told as nothing: no query returned a 0. */
function withinSentence({ frame, world }: Telling, culprit: Culprit, within: Culprit): string {
  const { unit } = culprit.measure;
  const was = within.in === "now" ? "nothing" : figure(within.before, unit, world);
  const is = within.in === "before" ? "nothing" : figure(within.now, unit, world);
  const name = `**${escapeText(within.member)}** (${fieldLabel(world, within.field)})`;
  return `Inside ${escapeText(culprit.member)}, ${name} moved most: from ${was} in ${frame.against?.label} to ${is} in ${frame.range?.label}.`;
}

function culpritFinding(
  telling: Telling,
  culprit: Culprit | undefined,
  target: string | undefined,
): Keep[] {
  const { frame, main, world } = telling;
  const now = tableOf(telling, "now");
  if (!culprit || !now || numberIn(now, now.rows[0], main.name) === undefined) return [];
  const ratio = changeRatio(culprit.now, culprit.before);
  const { unit } = culprit.measure;
  const against = target ? "its target" : (frame.against?.label ?? "before");
  const percent = ratio === undefined ? "" : ` (${signedPercent(ratio)})`;
  const text = `${culprit.member} explains the ${main.label} gap in ${frame.range?.label}: ${signedFigure(culprit.delta, unit, world)}${percent} against ${against}`;
  return [{ kind: "finding", key: findingKey(frame, "why"), value: text }];
}
