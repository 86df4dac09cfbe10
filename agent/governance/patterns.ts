import type { Field, SemanticModel } from "../semantic/model.ts";
import { mend } from "../semantic/nearest.ts";

const SENSITIVITY = /^sensitivity:(internal|confidential|pii)$/;

/** What a list of patterns names in a model. */
export type Named = {
  readonly datasets: ReadonlySet<string>;
  /** Ids, `dataset.field`. */
  readonly fields: ReadonlySet<string>;
  readonly metrics: ReadonlySet<string>;
};

/** Datasets, fields and metrics that patterns of `access.yaml` name. */
export function namedBy(patterns: readonly string[], model: SemanticModel): Named {
  const wanted = new Set(patterns);
  const levels = new Set(patterns.flatMap((pattern) => SENSITIVITY.exec(pattern)?.[1] ?? []));
  const fields = model.datasets.flatMap((dataset) => dataset.fields);
  const isNamed = ({ id, sensitivity }: Field) => wanted.has(id) || levels.has(sensitivity);
  return {
    datasets: new Set(model.datasets.flatMap(({ name }) => (wanted.has(name) ? [name] : []))),
    fields: new Set(fields.filter(isNamed).map(({ id }) => id)),
    metrics: new Set(model.metrics.flatMap(({ name }) => (wanted.has(name) ? [name] : []))),
  };
}

/** Why a pattern names nothing, in words; undefined when it names something. A sensitivity may be that of no field yet. */
export function patternProblem(pattern: string, model: SemanticModel): string | undefined {
  if (SENSITIVITY.test(pattern)) return undefined;
  if (pattern.startsWith("sensitivity:"))
    return `names an unknown sensitivity "${pattern}"; there are sensitivity:internal, sensitivity:confidential, sensitivity:pii`;
  const known = [
    ...model.datasets.map(({ name }) => name),
    ...model.datasets.flatMap(({ fields }) => fields.map(({ id }) => id)),
    ...model.metrics.filter(({ implied }) => !implied).map(({ name }) => name),
  ];
  return known.includes(pattern)
    ? undefined
    : `names "${pattern}", which is no dataset, field or metric${mend(pattern, known)}`;
}
