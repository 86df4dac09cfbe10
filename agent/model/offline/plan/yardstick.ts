import type { Metric } from "../../../semantic/model.ts";
import type { Frame } from "../frame/frame.ts";
import { metricNamed, type World } from "../frame/world.ts";
import { driverFields } from "./drivers.ts";
import { targetFor } from "./plan-parts.ts";
import type { Findings } from "./step.ts";
import { numberIn } from "./table.ts";

/** What a why-question sets side by side: the metric with its target, or one period with another. */
export type Yardstick = {
  readonly main: Metric;
  readonly target?: string;
  /** What the parts are compared with: a target that has no parts leaves the period before. */
  readonly parts: "target" | "before";
};

/**
 * A missed target is explained against the target, everything else against the period before. A plain "why?" is about the
 * target as long as that was missed.
 */
export function yardstickOf(frame: Frame, found: Findings, world: World): Yardstick | undefined {
  const main = metricNamed(world, frame.metrics[0] ?? "");
  if (!main) return undefined;
  const asked = frame.supposed === "missed" || frame.target !== undefined;
  const isOpen = frame.supposed === undefined && frame.calculation?.kind !== "change";
  const target = asked || isOpen ? targetFor(main, frame, world) : undefined;
  if (target === undefined) return { main, parts: "before" };
  if (!asked && isMet(main, target, found)) return { main, parts: "before" };
  const divides = driverFields({ main, target }, frame, world).length > 0;
  return { main, target, parts: divides ? "target" : "before" };
}

/** False until both are known. */
function isMet(main: Metric, target: string, found: Findings): boolean {
  const now = found.tables.get("now");
  const value = now && numberIn(now, now.rows[0], main.name);
  const goal = now && numberIn(now, now.rows[0], target);
  if (value === undefined || goal === undefined) return false;
  return main.better === "down" ? value <= goal : value >= goal;
}
