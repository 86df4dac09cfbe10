import { addDays } from "../../../semantic/dates.ts";
import type { Filter } from "../../../semantic/metric-query.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import type { Reading } from "../reading/reading.ts";
import { isMetricName, metricsOf } from "./named.ts";
import { registerMeant } from "./rows.ts";
import { metricNamed, type World } from "./world.ts";

/** "Before 2018" has no beginning, "since May" no end: such things are there long before what is measured of others. */
function within(text: string, { start, end }: TimeRange): Pick<Filter, "op" | "values"> {
  if (/\b(?:before|until|prior to|earlier than)\b/i.test(text)) return { op: "lt", values: [end] };
  if (/\b(?:after|since|later than)\b/i.test(text)) return { op: "gte", values: [start] };
  return { op: "between", values: [start, addDays(end, -1)] };
}

/**
 * "Which shops opened after 2020", "customers acquired in May": the things themselves by a date of theirs, where nothing is
 * measured of them. Otherwise the reading as it is.
 */
export function withDatedThings(reading: Reading, world: World): Reading {
  const [date, another] = reading.dates;
  const [range, second] = reading.ranges;
  const at = reading.names.findIndex((name) =>
    name.meanings.some((m) => registerMeant(m, world)[0]),
  );
  const thing = reading.names[at];
  if (!date || another || !range || second || date.undone || !thing || thing.counted)
    return reading;
  const [register] = thing.meanings.flatMap((meaning) => registerMeant(meaning, world));
  const field = date.fields.find((id) => id.startsWith(`${register}.`));
  const isFigured = reading.names.some(
    (name, i) => i !== at && isMetricName(name) && name.meanings.length > 0,
  );
  const isFigure = metricsOf(thing).some((name) => metricNamed(world, name)?.unit !== "count");
  const isPlain = !isFigured && !isFigure && !reading.ranking && reading.cues.size === 0;
  if (field === undefined || register === undefined || !isPlain) return reading;
  const label = `${date.words} in ${range.label}`;
  return {
    ...reading,
    names: reading.names.map((name, i) =>
      i === at
        ? { ...name, grouping: false, meanings: [{ kind: "dataset", dataset: register } as const] }
        : name,
    ),
    cues: new Set(["list"]),
    dates: [],
    ranges: [],
    cohort: {
      filter: { field, ...within(reading.text, range) },
      label: `Only those ${label} count`,
    },
  };
}
