import type { Filter, Link, MetricFilter } from "../../../semantic/metric-query.ts";
import type { Frame, Refusal, Understanding } from "../frame/frame.ts";
import { baseName } from "../frame/named.ts";

/** What was understood, in one line: "value revenue | by region | region in West | Q4 2024 | vs Q3 2024". Assumptions are left out. */
export function brief(understood: Understanding): string {
  switch (understood.status) {
    case "act":
      return `act ${understood.act}`;
    case "refused":
      return briefRefusal(understood.refusal);
    case "frame":
      return briefFrame(understood.frame);
  }
}

function briefRefusal(refusal: Refusal): string {
  switch (refusal.kind) {
    case "unknown-words":
      return `refused ${refusal.kind} ${refusal.words.join(" ")}`;
    case "no-data":
      return `refused ${refusal.kind} ${refusal.period.label}`;
    case "not-divisible":
      return `refused ${refusal.kind} ${refusal.metric} ${baseName(refusal.field)}`;
    case "unplaced-limit":
      return `refused ${refusal.kind} ${refusal.limits.join(" ")}`;
    default:
      return `refused ${refusal.kind}`;
  }
}

function briefFrame(frame: Frame): string {
  if (frame.intent === "know" || frame.documents === "only") return "know";
  return [...askedFor(frame), ...overTime(frame), ...inShape(frame)].filter(Boolean).join(" | ");
}

type Parts = readonly (string | false | undefined)[];

function askedFor({
  intent,
  metrics,
  dataset,
  rankedBy,
  dimensions,
  filters,
  having,
}: Frame): Parts {
  const rows = dataset === undefined ? undefined : [dataset, rankedBy].filter(Boolean).join(" by ");
  return [
    `${intent} ${rows ?? metrics.join(" ")}`,
    dimensions.length > 0 && `by ${dimensions.map(baseName).join(" ")}`,
    ...filters.map(briefFilter),
    ...having.map(briefLimit),
  ];
}

function overTime({ range, against, grain }: Frame): Parts {
  return [range?.label, against && `vs ${against.label}`, grain && `per ${grain}`];
}

function inShape(frame: Frame): Parts {
  const { ranking, rankedWithin, calculation, supposed, intent } = frame;
  const isMove = intent === "why" || intent === "periods";
  return [
    ranking && `${ranking.direction === "desc" ? "top" : "bottom"} ${ranking.limit}`,
    ranking?.place !== undefined && `place ${ranking.place}`,
    rankedWithin && `within ${rankedWithin.map(baseName).join(" ")}`,
    frame.share && "share",
    frame.target && `target ${frame.target}`,
    calculation && [calculation.kind, calculation.periods].filter(Boolean).join(" "),
    ...ofPeriods(frame),
    frame.countsGroups && "counted",
    isMove && supposed,
    frame.documents && `documents ${frame.documents}`,
  ];
}

function ofPeriods({ extreme, ofChange, beside }: Frame): Parts {
  return [extreme, ofChange && `change ${ofChange}`, beside && `the one ${beside}`];
}

function briefFilter({ field, op, values, by }: Filter): string {
  if (by) return briefLink(by, op);
  return `${baseName(field)} ${op} ${values.join(", ")}`;
}

function briefLink({ dataset, filters, time }: Link, op: Filter["op"]): string {
  const period = time && `${time.start}..${time.end}`;
  const word = op === "in" ? "with" : "without";
  return [word, dataset, ...filters.map(briefFilter), period].filter(Boolean).join(" ");
}

function briefLimit({ metric, op, values }: MetricFilter): string {
  return `each ${metric} ${op} ${values.join(", ")}`;
}
