import { aggregatesIn } from "./aggregates.ts";
import { metricPlan } from "./metric-plan.ts";
import type { SemanticModel } from "./model.ts";

const NUMERIC = new Set(["SUM", "AVG", "STDDEV", "VARIANCE"]);

/** The model with fields whose type it leaves open taken for numbers where a metric sums or averages them. */
export function inferTypes(model: SemanticModel): SemanticModel {
  const summed = new Set(
    model.metrics.flatMap((metric) =>
      aggregatesIn(metricPlan(model, metric).expression).flatMap(({ name, args }) => {
        const [value] = args;
        return NUMERIC.has(name) && value?.kind === "path"
          ? [value.parts.slice(0, 2).join(".")]
          : [];
      }),
    ),
  );
  const datasets = model.datasets.map((dataset) => ({
    ...dataset,
    fields: dataset.fields.map((field) =>
      field.type === "Opaque" && summed.has(field.id)
        ? { ...field, type: "Decimal" as const }
        : field,
    ),
  }));
  return { ...model, datasets };
}
