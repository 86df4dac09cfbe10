import { metricPlan } from "./metric-plan.ts";
import type { SemanticQuery } from "./metric-query.ts";
import type { Dataset, Metric, SemanticModel } from "./model.ts";
import type { Problem } from "./problems.ts";

/** Where tables of datasets are. */
export type Store = "warehouse" | "customers";

export function storeOf({ store }: Pick<Dataset, "store">): Store {
  return store ?? "warehouse";
}

const known = new WeakMap<SemanticModel, Map<Store, SemanticModel>>();

/** What of the model one store has: nothing in it leads to another. */
export function modelOfStore(model: SemanticModel, store: Store): SemanticModel {
  const stores = known.get(model) ?? new Map<Store, SemanticModel>();
  known.set(model, stores);
  const made = stores.get(store) ?? narrow(model, store);
  stores.set(store, made);
  return made;
}

function narrow(model: SemanticModel, store: Store): SemanticModel {
  const datasets = model.datasets.filter((dataset) => storeOf(dataset) === store);
  const names = new Set(datasets.map(({ name }) => name));
  return {
    ...model,
    datasets,
    relationships: model.relationships.filter(({ from, to }) => names.has(from) && names.has(to)),
    rollups: model.rollups.filter(({ of }) => names.has(of)),
    metrics: model.metrics.filter((metric) =>
      basesOf(model, metric).every((one) => names.has(one)),
    ),
  };
}

function basesOf(model: SemanticModel, metric: Metric): readonly string[] {
  return metricPlan(model, metric).bases;
}

/** The stores that a query's rows are in, in the order of its metrics. Empty when it names nothing that the model has. */
export function storesOf(model: SemanticModel, query: SemanticQuery): readonly Store[] {
  const names =
    query.kind === "rows"
      ? [query.dataset]
      : model.metrics
          .filter(({ name }) => query.metrics.includes(name))
          .flatMap((metric) => basesOf(model, metric));
  const datasets = model.datasets.filter(({ name }) => names.includes(name));
  return [...new Set(datasets.map(storeOf))];
}

/** Joins and metrics from one store into another, which no engine could run. */
export function checkStores(model: SemanticModel): readonly Problem[] {
  const store = (name: string) => {
    const dataset = model.datasets.find((one) => one.name === name);
    return dataset && storeOf(dataset);
  };
  const joins = model.relationships.flatMap(({ from, to }, index): readonly Problem[] => {
    const [one, other] = [store(from), store(to)];
    if (!one || !other || one === other) return [];
    const message = `joins ${from}, which is in the ${one}, to ${to}, which is in the ${other}`;
    return [{ path: ["relationships", index], message }];
  });
  const metrics = model.metrics.flatMap((metric, index): readonly Problem[] => {
    const stores = new Set(basesOf(model, metric).map(store));
    const message = "goes over datasets of two stores, which no engine has together";
    return stores.size > 1 ? [{ path: ["metrics", index, "expression"], message }] : [];
  });
  return [...joins, ...metrics];
}
