import { cite } from "./passages.ts";
import type { Keep } from "./story.ts";
import { passagesOf, type Telling, tableOf, valueIn } from "./telling.ts";
import {
  capital,
  changeRatio,
  figure,
  findingKey,
  periodWords,
  signedPercent,
  subject,
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
  const passages = passagesOf(telling, "thresholds", "answer", "causes");
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

/** "That is 4.6% below the target of $13.0M ⚠️ — "slightly below target" by …". */
export function targetSentence(held: Held, { main, world }: Telling): string {
  const target = figure(held.target, main.unit, world);
  if (held.ratio === 0) return `That is exactly the target of ${target} ${held.mark}.`;
  const side = held.ratio < 0 ? "below" : "above";
  const gap = `${signedPercent(held.ratio)} ${side === "below" ? "below" : "above"}`.replace(
    /^[+−]/,
    "",
  );
  const sign = signedPercent(held.ratio);
  const status = held.status ? `, ${held.status}` : "";
  return `Against the target of ${target} that is **${sign}** (${gap}) ${held.mark}${status}.`;
}

/** "Compared with Q4 2023 ($9.6M) it is up 29.2% ✅." Undefined without both sides. */
export function beforeSentence(telling: Telling, label: string): string | undefined {
  const { main, world } = telling;
  const now = valueIn(telling, "now", main.name);
  const before = valueIn(telling, "before", main.name);
  const ratio = now !== undefined && before !== undefined ? changeRatio(now, before) : undefined;
  if (before === undefined || ratio === undefined) return undefined;
  const mark = markOf(ratio, main.better);
  const way = ratio < 0 ? "down" : "up";
  const was = figure(before, main.unit, world);
  if (ratio === 0) return `It is the same as in ${label} (${was}).`;
  return `Compared with ${label} (${was}) it is ${way} **${signedPercent(ratio)}**${mark}.`;
}

function markOf(ratio: number, better: "up" | "down" | undefined): string {
  if (!better || ratio === 0) return "";
  return ratio > 0 === (better === "up") ? " ✅" : " 🔴";
}

/** The value with its yardsticks, as a finding. */
export function valueFinding(telling: Telling, held: Held | undefined): Keep[] {
  const { frame, main, world } = telling;
  const value = valueIn(telling, "now", main.name);
  if (value === undefined) return [];
  const asOf = tableOf(telling, "now")?.asOf ?? null;
  const words = `${subject(main, frame)} ${periodWords(main, frame.range, { world, asOf })} was ${figure(value, main.unit, world)}`;
  const against = held
    ? `, ${signedPercent(held.ratio)} against the target of ${figure(held.target, main.unit, world)}`
    : "";
  return [{ kind: "finding", key: findingKey(frame), value: `${capital(words)}${against}` }];
}
