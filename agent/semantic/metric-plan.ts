import { fail, ok, type Result } from "../failure.ts";
import type { Call, Expression } from "../sql/ast.ts";
import {
  type AggregateKind,
  aggregateKind,
  aggregatesIn,
  looseColumns,
  valueColumns,
} from "./aggregates.ts";
import { columnsIn, parseExpression, toSql } from "./expression.ts";
import { joinPath } from "./join-paths.ts";
import type { Metric, SemanticModel } from "./model.ts";

/** One aggregate call of a metric and the dataset whose rows it goes over. */
export type MetricPart = {
  readonly node: Call;
  readonly kind: AggregateKind;
  readonly dataset: string;
};

/** A metric as arithmetic over aggregate calls. With one base all are computed in one pass, else each base on its own. */
export type MetricPlan = {
  readonly expression: Expression;
  readonly parts: readonly MetricPart[];
  /** The datasets that are aggregated, the first part's first. */
  readonly bases: readonly string[];
};

const known = new WeakMap<Metric, MetricPlan>();

/**
 * The plan of a metric of a loaded model.
 *
 * @throws {Error} when the expression cannot be planned, which loading refuses.
 */
export function metricPlan(model: SemanticModel, metric: Metric): MetricPlan {
  const plan = known.get(metric) ?? planOrThrow(model, metric);
  known.set(metric, plan);
  return plan;
}

function planOrThrow(model: SemanticModel, metric: Metric): MetricPlan {
  const parsed = parseExpression(metric.expression);
  const planned = parsed.ok ? planExpression(model, parsed.value) : parsed;
  if (planned.ok) return planned.value;
  throw new Error(`Cannot plan metric "${metric.name}": ${message(planned)}`);
}

/** Plans an expression whose columns are all written `dataset.field`; the failure says in words what would go wrong. */
export function planExpression(model: SemanticModel, expression: Expression): Result<MetricPlan> {
  const calls = aggregatesIn(expression);
  const [loose] = looseColumns(expression);
  if (calls.length === 0) return refuse("has no aggregate such as SUM or COUNT");
  if (loose) return refuse(`uses ${loose.join(".")} outside an aggregate such as SUM or COUNT`);
  const nested = calls.find((outer) => outer.args.some((arg) => aggregatesIn(arg).length > 0));
  if (nested)
    return refuse(
      `puts an aggregate inside another, which no engine computes: ${toSql(nested)}; make the inner one a dataset whose source is a query`,
    );
  const common = manySide(model, unique(calls.flatMap(datasetsOf)));
  const parts: MetricPart[] = [];
  for (const node of calls) {
    const planned = planPart(model, node, common);
    if (!planned.ok) return planned;
    parts.push(planned.value);
  }
  const shared = common !== undefined && parts.every((part) => survives(part, common));
  const settled = shared ? parts.map((part) => ({ ...part, dataset: common })) : parts;
  return ok({ expression, parts: settled, bases: unique(settled.map(({ dataset }) => dataset)) });
}

function planPart(
  model: SemanticModel,
  node: Call,
  common: string | undefined,
): Result<MetricPart> {
  const datasets = datasetsOf(node);
  const kind = aggregateKind(node);
  const dataset =
    datasets.length === 0 ? (common ?? onlyDataset(model)) : manySide(model, datasets);
  if (dataset === undefined) {
    return datasets.length === 0
      ? refuse("counts rows without saying of which dataset; count a field of it, such as its key")
      : refuse(
          `${toSql(node)} mixes ${datasets.join(" and ")}, and none of them is the many side of the others; aggregate each on its own`,
        );
  }
  const repeated = repeatedDataset(node, kind, dataset);
  if (repeated) {
    return refuse(
      `${toSql(node)} would count each row of ${repeated} once for every row of ${dataset} (fan-out); aggregate ${repeated} on its own or use COUNT(DISTINCT …)`,
    );
  }
  return ok({ node, kind, dataset });
}

/** The dataset whose values the join would repeat: an additive call whose values all come from the one side. */
function repeatedDataset(node: Call, kind: AggregateKind, dataset: string): string | undefined {
  if (kind === "distinct" || kind === "extreme") return undefined;
  const values = unique(valueColumns(node).flatMap(([name]) => name ?? []));
  return values.includes(dataset) ? undefined : values[0];
}

/** True when computing the part over the rows of `base` gives the same: nothing of it is repeated by the join. */
function survives(part: MetricPart, base: string): boolean {
  return part.dataset === base || part.kind === "distinct" || part.kind === "extreme";
}

/** The dataset among these from which many-to-one steps lead to all the others. */
function manySide(model: SemanticModel, datasets: readonly string[]): string | undefined {
  return datasets.find((base) => datasets.every((other) => joinPath(model, base, other)));
}

function datasetsOf(node: Call): readonly string[] {
  return unique(columnsIn(node).flatMap(([dataset]) => dataset ?? []));
}

function onlyDataset(model: SemanticModel): string | undefined {
  return model.datasets.length === 1 ? model.datasets[0]?.name : undefined;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function refuse(words: string): Result<never> {
  return fail({ kind: "bad-request", message: words });
}

function message(result: Extract<Result<unknown>, { ok: false }>): string {
  return result.failure.kind === "bad-request" ? result.failure.message : result.failure.kind;
}
