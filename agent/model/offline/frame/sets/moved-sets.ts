import type { Filter } from "../../../../semantic/metric-query.ts";
import type { Reading } from "../../reading/reading.ts";
import type { Frame } from "../frame.ts";
import { isMetricName } from "../named.ts";

/** "Customers without orders in 2024", then "and in Q4?": the period is that of what they have not. Otherwise the reading as it is. */
export function withMovedSets(reading: Reading, before: Frame | undefined): Reading {
  const links = before?.filters.filter(({ by }) => by?.time) ?? [];
  const [range, another] = reading.ranges;
  const [only, second] = links;
  const isOwn = reading.sets !== undefined || reading.names.some(isMetricName);
  if (!before || before.range || !range || another || !only || second || isOwn) return reading;
  const time = { start: range.start, end: range.end };
  return {
    ...reading,
    ranges: [],
    cues: new Set([...reading.cues, "continues"]),
    sets: {
      register: only.field.slice(0, only.field.indexOf(".")),
      filters: [moved(only, time)],
      counts: before.intent !== "rows",
    },
  };
}

function moved(link: Filter, time: { readonly start: string; readonly end: string }): Filter {
  return link.by ? { ...link, by: { ...link.by, time } } : link;
}
