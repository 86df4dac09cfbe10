import type { Metric } from "../../../semantic/model.ts";
import type { Frame } from "../frame/frame.ts";
import { metricNamed, type World } from "../frame/world.ts";
import {
  type Contribution,
  concentration,
  contributions,
  measureOf,
  shareOfEffect,
} from "./drivers.ts";
import type { Findings } from "./step.ts";
import { yardstickOf } from "./yardstick.ts";

/** The member of a dimension that carries most of a difference, beyond what its size explains. */
export type Culprit = Contribution & {
  readonly field: string;
  readonly parts: readonly Contribution[];
  /** The metric that the parts are told by. */
  readonly measure: Metric;
};

/** A member must carry at least this much of the difference to be named (share of the whole difference). */
const MIN_SHARE = 0.25;

/** Undefined until the first round is in, when nothing differs, or when no member stands out. */
export function findCulprit(frame: Frame, found: Findings, world: World): Culprit | undefined {
  const yardstick = yardstickOf(frame, found, world);
  if (!yardstick) return undefined;
  const { main, target, parts } = yardstick;
  if (parts === "target" && target !== undefined) {
    return best("by", found, { metric: main, beforeId: target, oneTable: true });
  }
  const { metric, weight } = measureOf(main, world);
  return best("by", found, { metric, beforeId: metric.name, weight, oneTable: false });
}

/** As `findCulprit`, inside the culprit: which part of it moved. Compared with the period before. */
export function findWithin(frame: Frame, found: Findings, world: World): Culprit | undefined {
  const main = metricNamed(world, frame.metrics[0] ?? "");
  if (!main) return undefined;
  const { metric, weight } = measureOf(main, world);
  return best("within", found, { metric, beforeId: metric.name, weight, oneTable: false });
}

/** Nearly everything, before as after: it carries most of any difference, and that says nothing. */
function isOnlyLarge(parts: readonly Contribution[]): boolean {
  const total = parts.reduce((sum, { before }) => sum + before, 0);
  return (parts[0]?.before ?? 0) > 0.9 * total && Math.abs(concentration(parts)) < 0.1;
}

type Sides = {
  readonly metric: Metric;
  readonly beforeId: string;
  readonly weight?: string | undefined;
  readonly oneTable: boolean;
};

function best(prefix: string, found: Findings, sides: Sides): Culprit | undefined {
  const candidates = [...found.tables.keys()]
    .filter((purpose) => purpose.startsWith(`${prefix}.`) && purpose.endsWith(".now"))
    .flatMap((purpose) => weigh(purpose, found, sides) ?? []);
  const [first] = candidates.toSorted((a, b) => concentration(b.parts) - concentration(a.parts));
  return first;
}

function weigh(purpose: string, { tables }: Findings, sides: Sides): Culprit | undefined {
  const { metric, beforeId, weight, oneTable } = sides;
  const now = tables.get(purpose);
  const before = oneTable ? now : tables.get(purpose.replace(/now$/, "before"));
  if (!now || !before) return undefined;
  const field = now.columns.find(({ role }) => role === "dimension")?.id ?? "";
  const parts = contributions({ now, before }, { field, nowId: metric.name, beforeId, weight });
  const [first] = parts;
  if (!first || shareOfEffect(parts) < MIN_SHARE || isOnlyLarge(parts)) return undefined;
  return { ...first, field, parts, measure: metric };
}
