import type { Metric } from "../../../semantic/model.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import { clockFor, type World } from "../frame/world.ts";
import { stemsOf } from "../language/tokens.ts";
import { type NumberMention, parseNumbers } from "../numbers.ts";
import type { Statement } from "../passages/statements.ts";
import { parseTime } from "../time/parse-time.ts";

/** What a figure is of: a metric or its target, in a period, of these members. */
export type Subject = {
  readonly kind: "value" | "target";
  readonly metric: Metric;
  readonly range: TimeRange;
  readonly members: readonly string[];
};

/** A figure that a document gives of a subject, as it is written there. */
export type Claim = {
  readonly value: number;
  readonly tolerance: number;
  readonly said: Statement;
};

const TARGET = /\b(?:targets?|goals?|quotas?|objectives?)\b/i;
/** Words that make a figure something else than what came out. */
const OTHER =
  /\b(?:budget\w*|plan(?:ned|s)?|forecast\w*|expect\w*|benchmark\w*|average|mean|median|per|share|growth|grew|rose|fell|increas\w+|decreas\w+|chang\w+|more than|less than|at least|at most|up to|below|above|over|under|between|if|would|should|could)\b/i;

/** The figure that a statement gives of exactly the subject; undefined when it gives none, or one of something narrower or wider. */
export function claimIn(said: Statement, subject: Subject, world: World): Claim | undefined {
  const number = said.cells
    ? numberInRow(said, subject, world)
    : numberInText(said, subject, world);
  return number && { value: number.value, tolerance: toleranceOf(number), said };
}

/** "Net revenue in Q4 2024 was $13.1M": between the name and the figure nothing but the subject. */
function numberInText(
  { text, passage }: Statement,
  subject: Subject,
  world: World,
): NumberMention | undefined {
  const isTarget = TARGET.test(text);
  if (isTarget !== (subject.kind === "target") || OTHER.test(text)) return undefined;
  const clock = clockFor(world, subject.metric);
  const times = parseTime(text, clock);
  const isTimed =
    times.length > 0
      ? isOnly(text, subject.range, world)
      : isOnly(passage.heading, subject.range, world);
  if (!isTimed) return undefined;
  const blanked = times.reduce(
    (rest, { start, end }) => rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end),
    text,
  );
  const name = nameIn(blanked, subject.metric);
  const numbers = parseNumbers(blanked).filter((one) => suits(one, subject.metric.unit));
  const [number, another] = numbers;
  if (!name || !number || another || number.start < name.end) return undefined;
  const around = `${blanked.slice(0, name.start)} ${blanked.slice(name.end, number.start)}`;
  return isPlain(around, subject.members) ? number : undefined;
}

/** Rows of "member by period", "period by metric" and "metric by period". */
function numberInRow(
  { cells = [], passage }: Statement,
  subject: Subject,
  world: World,
): NumberMention | undefined {
  const [first, ...others] = cells;
  if (!first) return undefined;
  const { metric, range, members, kind } = subject;
  const whole = /^(?:total|all|company|whole company|sum)?$/i;
  const isMember =
    members.length === 0
      ? whole.test(first.value.trim())
      : members.length === 1 && first.value.trim().toLowerCase() === members[0]?.toLowerCase();
  const named = (text: string) => isName(text.replace(TARGET, " "), metric);
  const isTarget = (text: string) => TARGET.test(text) === (kind === "target");
  const cell = others.find(({ header }) => {
    if (isOnly(header, range, world)) {
      const about = `${passage.heading} ${first.header}`;
      if (isMember) return nameIn(passage.heading, metric) !== undefined && isTarget(about);
      return members.length === 0 && named(first.value) && isTarget(first.value);
    }
    return (
      members.length === 0 && isOnly(first.value, range, world) && named(header) && isTarget(header)
    );
  });
  const numbers = parseNumbers(cell?.value ?? "").filter((one) => suits(one, metric.unit));
  return numbers.length === 1 ? numbers[0] : undefined;
}

/** True when the text names the period, with its year, and no other. */
function isOnly(text: string, range: TimeRange, world: World): boolean {
  const ranges = parseTime(text, clockFor(world, undefined)).flatMap((mention) =>
    mention.kind === "range" && mention.role !== "context" ? [mention] : [],
  );
  const [only, another] = ranges;
  if (!only || only.implicitYear || another) return false;
  return only.range.start === range.start && only.range.end === range.end;
}

type Place = { readonly start: number; readonly end: number };

function namesOf({ label, synonyms, name }: Metric): string[] {
  return [label, ...synonyms, name.replaceAll("_", " ")].toSorted((a, b) => b.length - a.length);
}

/** Where the metric is first named, by the longest of its names. */
function nameIn(text: string, metric: Metric): Place | undefined {
  for (const name of namesOf(metric)) {
    const words = name
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const found = new RegExp(
      `(?<![\\p{L}\\p{N}])${words.join("\\s+")}s?(?![\\p{L}\\p{N}])`,
      "iu",
    ).exec(text);
    if (found) return { start: found.index, end: found.index + found[0].length };
  }
  return undefined;
}

function isName(text: string, metric: Metric): boolean {
  const stems = stemsOf(text.replace(/[^\p{L}\p{N} ]/gu, " ")).join(" ");
  return namesOf(metric).some((name) => stemsOf(name).join(" ") === stems);
}

const PLAIN = new Set(
  "the our in for of was were is are came come to reached reach amounted stood stand at a an total totalled whole company companys and on its this that year quarter month targets target goal goals quota objective fiscal with result results about roughly around some exactly over all".split(
    " ",
  ),
);

/** True when nothing stands there but the members and words that add nothing. */
function isPlain(text: string, members: readonly string[]): boolean {
  const rest = members.reduce(
    (left, member) =>
      left.replaceAll(new RegExp(member.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi"), " "),
    text,
  );
  const hasAll = members.every((member) => text.toLowerCase().includes(member.toLowerCase()));
  return hasAll && (rest.toLowerCase().match(/\p{L}+/gu) ?? []).every((word) => PLAIN.has(word));
}

function suits({ unit }: NumberMention, wanted: string | undefined): boolean {
  if (wanted === "percent") return unit === "percent";
  const isMoney = wanted === "usd" || /^[A-Z]{3}$/.test(wanted ?? "");
  return isMoney ? unit !== undefined && unit !== "percent" : unit === undefined;
}

const SCALES: readonly (readonly [RegExp, number])[] = [
  [/%|percent/i, 0.01],
  [/(?:\d\s?b(?:n|illion)?\b)/i, 1e9],
  [/(?:\d\s?m(?:n|m|illion|io)?\b)/i, 1e6],
  [/(?:\d\s?(?:k|thousand)\b)/i, 1e3],
];

/** Half a unit of the last digit that is written, and a little for the sum of roundings. */
function toleranceOf({ text }: NumberMention): number {
  const scale = SCALES.find(([pattern]) => pattern.test(text))?.[1] ?? 1;
  const decimals = /[.](\d+)/.exec(text)?.[1]?.length ?? 0;
  return 0.51 * scale * 10 ** -decimals;
}
