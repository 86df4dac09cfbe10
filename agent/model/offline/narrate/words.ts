import { formatValue } from "../../../grounding/format.ts";
import { addDays, describePeriod } from "../../../semantic/dates.ts";
import type { Filter, FilterOp, Link } from "../../../semantic/metric-query.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import { flagValues } from "../frame/flags.ts";
import type { Frame } from "../frame/frame.ts";
import { fieldWithId, isSnapshot, isStanding, metricNamed, type World } from "../frame/world.ts";
import { escapeText } from "./markdown-table.ts";
import { hourWords, plural } from "./plain-words.ts";

/** A figure in a sentence: short, with its unit. */
export function figure(value: number, unit: string | undefined, world: World): string {
  return formatValue(value, unit, { style: "short", currency: world.workspace.currency });
}

/** A figure in a table. */
export function cellFigure(
  value: number | undefined,
  unit: string | undefined,
  world: World,
): string {
  return value === undefined ? "–" : figure(value, unit, world);
}

/** A relative change with its sign: "+29.2%", "−4.6%". `–` when there is nothing to compare with. */
export function signedPercent(ratio: number): string {
  const text = formatValue(Math.abs(ratio), "percent", { style: "short", currency: "USD" });
  return `${ratio < 0 ? "−" : "+"}${text}`;
}

/** A difference with its sign, in the metric's unit; of percentages in points. */
export function signedFigure(delta: number, unit: string | undefined, world: World): string {
  if (delta === 0) return "none";
  const text =
    unit === "percent"
      ? formatValue(Math.abs(delta), "points", { style: "short", currency: "USD" })
      : figure(Math.abs(delta), unit, world);
  return `${delta < 0 ? "−" : "+"}${text}`;
}

/** What changed from `before` to `now`, relative; undefined when `before` is 0. */
export function changeRatio(now: number, before: number): number | undefined {
  return before === 0 ? undefined : (now - before) / Math.abs(before);
}

/** ✅ when the change is for the better, 🔴 when it is not; nothing when the model does not say which is better, or nothing changed. */
export function changeMark(delta: number, better: Metric["better"]): string {
  if (better === undefined || delta === 0) return "";
  return delta > 0 === (better === "up") ? " ✅" : " 🔴";
}

/** Label with its first letter in upper case. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "was" or "were", as the label asks for. */
export function wasOf({ label }: Metric): string {
  return /(?:[^s]s|people)$/i.test(label) ? "were" : "was";
}

/** How far `now` is from `before`, without a sign: "23.5%" of an amount, "0.8 pts" of a percentage. Undefined when that says nothing. */
export function changeSize(
  now: number,
  before: number,
  unit: string | undefined,
): string | undefined {
  if (unit === "percent") return inPoints(Math.abs(now - before));
  const ratio = changeRatio(now, before);
  return ratio === undefined || ratio === 0 ? undefined : signedPercent(ratio).slice(1);
}

/** As `changeSize`, with the sign. */
export function signedChange(now: number, before: number, unit: string | undefined): string {
  const size = changeSize(now, before, unit);
  return size === undefined ? "–" : `${now < before ? "−" : "+"}${size}`;
}

function inPoints(points: number): string {
  return formatValue(points, "points", { style: "short", currency: "USD" });
}

/** "Revenue", "Average deal in West", "Revenue without Online". */
export function subject(metric: Metric, frame: Frame, world?: World): string {
  return capital(about(metric, frame, world));
}

/** As `subject`, within a sentence. */
export function about(metric: Metric, frame: Frame, world?: World): string {
  return [metric.label, filterWords(frame, world)].filter(Boolean).join(" ");
}

/** The filters of a frame in words: "for West", "without Online", "with quantity above 5". Empty without any. */
export function filterWords(
  {
    filters,
    metrics,
  }: { readonly filters: readonly Filter[]; readonly metrics?: readonly string[] },
  world?: World,
): string {
  const plain = filters.filter(({ by }) => !by).map((filter) => filterWord(filter, world));
  const links = filters.flatMap(({ by, op }) => (by ? linkWords(by, op, world) : []));
  const whose = world && links.length > 0 ? whoseWords(filters, metrics ?? [], world) : "";
  return [...plain, whose, links.join(" and ")].filter(Boolean).join(" ");
}

const LIMITS: Partial<Record<FilterOp, string>> = {
  gt: "above",
  gte: "of at least",
  lt: "below",
  lte: "of at most",
  between: "between",
};

function filterWord({ field, op, values }: Filter, world: World | undefined): string {
  const known = world && fieldWithId(world, field);
  const flag = world && flagWord({ field, op, values }, known?.label ?? field, world);
  if (flag !== undefined) return flag;
  if (known?.isTime && values.length > 0) return dateWords(known.label, { op, values });
  const list = hourWords(values) ?? valueWords(values, known?.unit, world);
  const name = known?.label ?? field.slice(field.indexOf(".") + 1).replaceAll("_", " ");
  switch (op) {
    case "eq":
      return known ? `with ${name} ${listOf(values.map(String))}` : `for ${list}`;
    case "in":
      return `for ${list}`;
    case "not-in":
    case "neq":
      return `without ${list}`;
    case "is-null":
      return `without ${name}`;
    default:
      return [`with ${name}`, LIMITS[op] && `${LIMITS[op]} ${list}`].filter(Boolean).join(" ");
  }
}

/** "Of customers", where the figure is not how many of them there are. */
function whoseWords(filters: readonly Filter[], metrics: readonly string[], world: World): string {
  const register = filters.find(({ by }) => by)?.field.split(".")[0];
  const main = metrics[0] === undefined ? undefined : metricNamed(world, metrics[0]);
  const dataset = world.model.datasets.find(({ name }) => name === register);
  return !dataset || !main || main.dataset === register
    ? ""
    : `of ${plural(dataset.label.toLowerCase())}`;
}

/** "Without transactions for Software in 2024". */
function linkWords(by: Link, op: FilterOp, world: World | undefined): string {
  const had = by.filters.find((one) => one.op === "gt" && one.values[0] === 0);
  const rows =
    (had && world && fieldWithId(world, had.field)?.label) ??
    world?.model.datasets.find(({ name }) => name === by.dataset)?.label ??
    by.dataset;
  const period = by.time && describePeriod(by.time.start, by.time.end);
  // "Only A" is told as what there is none of.
  const others = op === "not-in" && by.filters.some((filter) => filter.op === "not-in");
  const conditions = filterWords({ filters: by.filters.filter((one) => one !== had) }, world);
  return [
    op === "not-in" ? "without" : "with",
    plural(rows.toLowerCase()),
    others ? conditions.replace(/^without /, "other than for ") : conditions,
    period && `in ${period}`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** "With opening date since January 1, 2021". */
function dateWords(label: string, { op, values }: Pick<Filter, "op" | "values">): string {
  const days = values.map((value) => dayWords(String(value)));
  const limits: Partial<Record<FilterOp, string>> = { gte: "since", lt: "before", between: "from" };
  return `with ${label} ${limits[op] ?? LIMITS[op] ?? "on"} ${days.join(" to ")}`;
}

function valueWords(
  values: Filter["values"],
  unit: string | undefined,
  world: World | undefined,
): string {
  return listOf(
    values.map((value) =>
      typeof value === "number" && world ? figure(value, unit, world) : escapeText(String(value)),
    ),
  );
}

/** A field of yes and no is told by its own name: "(first visit)", "(not first visit)". */
function flagWord({ field, op, values }: Filter, label: string, world: World): string | undefined {
  const flag = flagValues(field, world);
  const [value, another] = values;
  if (!flag || value === undefined || another !== undefined) return undefined;
  return (String(value) === flag.yes) === (op === "in") ? `(${label})` : `(not ${label})`;
}

/** "A", "A and B", "A, B and C". */
export function listOf(items: readonly string[]): string {
  const last = items.at(-1);
  return items.length < 2 ? (last ?? "") : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** "in Q4 2024", "as of Dec 31, 2024" for a state, "over all data" without a period. */
export function periodWords(
  metric: Metric,
  range: TimeRange | undefined,
  { world, asOf }: { world: World; asOf: string | null },
): string {
  if (isSnapshot(world, metric)) {
    const date = range ? earlier(addDays(range.end, -1), asOf) : asOf;
    return date ? `as of ${dayWords(date)}` : "";
  }
  if (!range) return isStanding(world, metric) ? "" : "over all data";
  if (range.label.startsWith("last")) return `in the ${range.label}`;
  return addDays(range.start, 1) === range.end ? `on ${range.label}` : `in ${range.label}`;
}

function earlier(a: string, b: string | null): string {
  return b !== null && b < a ? b : a;
}

/** "December 31, 2024". */
export function dayWords(date: string): string {
  return describePeriod(date, addDays(date, 1));
}

/** The line on freshness: the last date of the data, and that a period is not complete. */
export function freshness(asOf: string | null | undefined, frame: Frame): string | undefined {
  if (!asOf) return undefined;
  const { range, partial } = frame;
  const note = range && partial ? ` ${capital(range.label)} is not complete yet.` : "";
  return `_Data through ${dayWords(asOf)}.${note}_`;
}

/** The line on what the question left open. */
export function assumptions({ assumed }: Frame): string | undefined {
  return assumed.length > 0 ? `_Assumed: ${assumed.join("; ")}._` : undefined;
}

/** Stable name of a finding. */
export function findingKey(frame: Frame, ...more: readonly string[]): string {
  const filters = frame.filters.flatMap(({ values }) => values.map(String));
  const parts = [...frame.metrics.slice(0, 1), frame.range?.label ?? "all", ...filters, ...more];
  return parts
    .join(" ")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_|_$/g, "");
}
