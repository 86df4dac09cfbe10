import type { Meaning } from "../language/model-names.ts";
import type { Named } from "../reading/reading.ts";

/** The metrics that a name may stand for. */
export function metricsOf({ meanings }: Pick<Named, "meanings">): readonly string[] {
  return meanings.flatMap((meaning) => (meaning.kind === "metric" ? [meaning.metric] : []));
}

/** True when the name may stand for a metric. */
export function isMetricName({ meanings }: Named): boolean {
  return meanings.some(({ kind }) => kind === "metric");
}

/** True when the name can stand for nothing but a metric. */
export function isOnlyMetric({ meanings }: Named): boolean {
  return meanings.length > 0 && meanings.every(({ kind }) => kind === "metric");
}

export type ValueMeaning = Extract<Meaning, { kind: "value" }>;

/** The values that a name may stand for. */
export function valueMeanings({ meanings }: Pick<Named, "meanings">): readonly ValueMeaning[] {
  return meanings.filter((meaning) => meaning.kind === "value");
}

/** True when the name may stand for a field of that name. */
export function sameField(field: string, { meanings }: Named): boolean {
  return meanings.some((m) => m.kind === "field" && baseName(m.field) === baseName(field));
}

/** A field's name without its dataset. */
export function baseName(fieldId: string): string {
  return fieldId.slice(fieldId.indexOf(".") + 1);
}
