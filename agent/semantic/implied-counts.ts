import type { Dataset, Metric, SemanticModel } from "./model.ts";

/** By the first column of the key; none where the model counts by one of them. */
export function rowCount(dataset: Dataset, { metrics }: SemanticModel): Metric[] {
  return isCounted(dataset, metrics) ? [] : countOf(dataset);
}

/** "Customers" where the model has "new customers": how many of a register there are, by its own name. */
export function registerCount(
  dataset: Dataset,
  { metrics, relationships }: SemanticModel,
): Metric[] {
  const isReferred = relationships.some(({ to }) => to === dataset.name);
  return isReferred && isCounted(dataset, metrics) ? countOf(dataset) : [];
}

function isCounted({ name, primaryKey }: Dataset, metrics: readonly Metric[]): boolean {
  return metrics.some(({ expression }) =>
    primaryKey.some((column) =>
      new RegExp(`^\\s*COUNT\\(\\s*(?:DISTINCT\\s+)?${name}\\.${column}\\s*\\)\\s*$`, "i").test(
        expression,
      ),
    ),
  );
}

function countOf(dataset: Dataset): Metric[] {
  const [key] = dataset.primaryKey;
  if (key === undefined) return [];
  return [
    {
      name: `count_of_${dataset.name}`,
      label: dataset.label,
      description: `number of ${dataset.label}`,
      synonyms: [],
      expression: `COUNT(${dataset.name}.${key})`,
      dataset: dataset.name,
      type: "Integer",
      unit: "count",
      additive: !dataset.snapshot,
      implied: true,
    },
  ];
}

/** How many products were sold, customers bought, …: those that rows of another dataset refer to. */
export function references({ relationships, datasets }: SemanticModel): Metric[] {
  return relationships.flatMap(({ from, to, fromColumns }) => {
    const [column, another] = fromColumns;
    const [one, other] = [from, to].map((name) =>
      datasets.find((dataset) => dataset.name === name),
    );
    if (!one || !other || one.snapshot || column === undefined || another !== undefined) return [];
    return [
      {
        name: `distinct_${to}_in_${from}`,
        label: `${other.label} with ${one.label}`,
        description: `number of different ${other.label} in ${one.label}`,
        synonyms: [],
        expression: `COUNT(DISTINCT ${from}.${column})`,
        dataset: from,
        type: "Integer" as const,
        unit: "count",
        additive: false,
        implied: true,
      },
    ];
  });
}
