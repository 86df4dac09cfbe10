import type { Metric } from "../../../semantic/model.ts";
import { metricNamed, type World } from "../frame/world.ts";
import { type Step, searchStep } from "./step.ts";

/** How the company names a result that is above or below its target: in general words, and in those of the target itself. */
export function thresholds(main: Metric, world: World): Step[] {
  const target = metricNamed(world, main.target?.metric ?? "");
  const noun = target?.label.split(" ").at(-1) ?? "target";
  return [
    searchStep(
      "thresholds",
      "performance thresholds: what status has a result below its target or goal?",
      3,
    ),
    ...(noun === "target"
      ? []
      : [searchStep("thresholds.own", `words for results below ${target?.label}`, 3)]),
  ];
}
