import type { Metric } from "../../../semantic/model.ts";
import type { World } from "../frame/world.ts";
import { cite } from "../passages/statements.ts";
import { spaced } from "./plain-words.ts";
import type { Keep } from "./story.ts";
import { passagesOf, type Telling, tableOf, valueIn } from "./telling.ts";
import {
  capital,
  changeMark,
  changeRatio,
  figure,
  findingKey,
  periodWords,
  signedChange,
  signedFigure,
  signedPercent,
  subject,
  wasOf,
} from "./words.ts";
import { statusFor } from "./yardsticks.ts";

/** A result held against its target. `ratio` is the relative gap; negative means below. */
export type Held = {
  readonly value: number;
  readonly target: number;
  readonly ratio: number;
  readonly good: boolean;
  readonly mark: string;
  /** The company's own name for it, with its source; undefined when no document gives one. */
  readonly status?: string;
};

/** Company rule aside, a miss by more than this is bad, not slight: the width that most plans tolerate. */
const SLIGHT = 0.1;

/** Undefined when either side is missing. */
export function holdAgainst(
  value: number | undefined,
  target: number | undefined,
  telling: Telling,
): Held | undefined {
  const ratio =
    value !== undefined && target !== undefined ? changeRatio(value, target) : undefined;
  if (value === undefined || target === undefined || ratio === undefined) return undefined;
  const good = telling.main.better === "down" ? ratio <= 0 : ratio >= 0;
  const passages = passagesOf(telling, "thresholds", "thresholds.own", "answer", "causes");
  const status = good ? undefined : statusFor(-Math.abs(ratio), passages);
  const slight =
    Math.abs(ratio) <= (status?.limitRatio ?? SLIGHT) && !isBeyond(status?.limitRatio, ratio);
  return {
    value,
    target,
    ratio,
    good,
    mark: good ? "✅" : slight ? "⚠️" : "🔴",
    ...(status && {
      status: `"${status.label}" by the company's thresholds ${cite(status.said.passage)}`,
    }),
  };
}

function isBeyond(limit: number | undefined, ratio: number): boolean {
  return limit !== undefined && Math.abs(ratio) > limit;
}

/** "Against the target of $13.0M that is −4.6% ⚠️: "slightly below target" by …". */
export function targetSentence(held: Held, { main, world, frame }: Telling): string {
  const target = figure(held.target, main.unit, world);
  if (frame.partial && main.unit !== "percent" && held.target !== 0)
    return `That is **${figure(held.value / held.target, "percent", world)}** of the target of ${target} for the whole of ${frame.range?.label}, which is not complete.`;
  if (held.ratio === 0) return `That is exactly the target of ${target} ${held.mark}.`;
  const status = held.status ? `: ${held.status}` : "";
  return `Against the target of ${target} that is **${gapWords(held, main, world)}** ${held.mark}${status}.`;
}

/** How far off, with its sign: a percentage is so many points off its target, anything else so many percent. */
export function gapWords(
  { value, target, ratio }: Pick<Held, "value" | "target" | "ratio">,
  { unit }: Metric,
  world: World,
): string {
  return unit === "percent" ? signedFigure(value - target, unit, world) : signedPercent(ratio);
}

/** "Compared with Q4 2023 ($9.6M) it is up 29.2% ✅." Undefined without both sides. */
export function beforeSentence(telling: Telling, label: string): string | undefined {
  const { main, world } = telling;
  const now = valueIn(telling, "now", main.name);
  const before = valueIn(telling, "before", main.name);
  if (now === undefined || before === undefined || before === 0) return undefined;
  const delta = now - before;
  const was = figure(before, main.unit, world);
  if (delta === 0) return `It is the same as in ${label} (${was}).`;
  const way = delta < 0 ? "down" : "up";
  return `Compared with ${label} (${was}) it is ${way} **${signedChange(now, before, main.unit)}**${changeMark(delta, main.better)}.`;
}

/** The value with its yardsticks, as a finding. */
export function valueFinding(telling: Telling, held: Held | undefined): Keep[] {
  const { frame, main, world } = telling;
  const value = valueIn(telling, "now", main.name);
  if (value === undefined) return [];
  const asOf = tableOf(telling, "now")?.asOf ?? null;
  const when = periodWords(main, frame.range, { world, asOf });
  const words = `${spaced(subject(main, frame, world), when, wasOf(main))} ${figure(value, main.unit, world)}`;
  const against = held
    ? `, ${gapWords(held, main, world)} against the target of ${figure(held.target, main.unit, world)}`
    : "";
  return [{ kind: "finding", key: findingKey(frame), value: `${capital(words)}${against}` }];
}
