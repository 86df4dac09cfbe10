import { previous } from "../../../semantic/dates.ts";
import type { Metric } from "../../../semantic/model.ts";
import { fieldLabel } from "../frame/roles.ts";
import { coverageOf, headlineMetric, latestPeriod, type World } from "../frame/world.ts";
import { driverFields } from "../plan/drivers.ts";
import type { Held } from "./against-target.ts";
import type { Telling } from "./telling.ts";
import { capital } from "./words.ts";

/** Questions offered after an answer. */
const OFFERED = 3;

type Focus = { readonly field: string; readonly member: string };

/** Questions that follow from this answer and that the analyst can answer itself, most natural first. */
export function followups(telling: Telling, held?: Held, focus?: Focus): string[] {
  const member = focus?.member ?? memberOf(telling);
  const about = `${telling.main.label}${member === undefined ? "" : ` for ${member}`}`;
  const missed = held !== undefined && !held.good;
  return [
    ...reasons(telling, { about, missed }),
    ...comparisons(telling, { about, focused: focus !== undefined }),
    ...divisions(telling, { about, without: focus?.field }),
    ...histories(telling, about),
  ].slice(0, OFFERED);
}

function reasons(
  { frame }: Telling,
  { about, missed }: { about: string; missed: boolean },
): string[] {
  if (frame.intent === "why" || !frame.range) return [];
  const when = `in ${frame.range.label}`;
  return [
    missed ? `Why did ${about} miss the target ${when}?` : `Why did ${about} change ${when}?`,
  ];
}

/** The period before, where the data reach back that far. */
function comparisons(
  { frame, main, world }: Telling,
  { about, focused }: { about: string; focused: boolean },
): string[] {
  const { range, intent } = frame;
  const before = range && previous(range, world.workspace.fiscalYearStartMonth);
  const known = coverageOf(world, main);
  const asked = intent === "periods" && !focused;
  if (!before || !known || before.start < known.start || asked) return [];
  return [`Compare ${about} in ${range.label} with ${before.label}`];
}

function divisions(
  { frame, main, world }: Telling,
  { about, without }: { about: string; without: string | undefined },
): string[] {
  const fields = driverFields({ main }, { ...frame, filters: [] }, world);
  const used = new Set([...frame.dimensions, ...frame.filters.map(({ field }) => field), without]);
  const [field] = fields.filter((id) => !used.has(id));
  const when = frame.range ? ` in ${frame.range.label}` : "";
  return field === undefined ? [] : [`${capital(about)} by ${fieldLabel(world, field)}${when}`];
}

function histories({ frame, main, world }: Telling, about: string): string[] {
  const timed = coverageOf(world, main) !== undefined && frame.intent !== "trend";
  return timed ? [`How did ${about} develop by month?`] : [];
}

/** The one value that the question is filtered to. */
function memberOf({ frame }: Telling): string | undefined {
  const [only, another] = frame.filters.filter(
    ({ op, values }) => op === "in" && values.length === 1,
  );
  return only && !another ? String(only.values[0]) : undefined;
}

/** Questions to offer when there is no answer: about the headline, in its latest period. */
export function openers(
  world: World,
  metric: Metric | undefined = headlineMetric(world),
): string[] {
  if (!metric) return [...world.workspace.starters].slice(0, OFFERED);
  const period = latestPeriod(world, metric, metric.target?.grain ?? "quarter");
  const when = period ? ` in ${period.label}` : "";
  const [driver] = [...world.values.keys()].filter((id) => id.startsWith(`${metric.dataset}.`));
  const own = [
    `What was ${metric.label}${when}?`,
    driver ? `${capital(metric.label)} by ${fieldLabel(world, driver)}${when}` : undefined,
  ].filter((question) => question !== undefined);
  return [...own, ...world.workspace.starters].slice(0, OFFERED);
}
