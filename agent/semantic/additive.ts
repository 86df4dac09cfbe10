import { aggregateKind, unwrap } from "./aggregates.ts";
import { isUnique } from "./check-relationships.ts";
import { columnsIn, list, type Node, part } from "./expression.ts";
import type { MetricPart, MetricPlan } from "./metric-plan.ts";
import type { Dataset, SemanticModel } from "./model.ts";

/**
 * True when the groups of any breakdown add up to the total: sums and counts, their sums and differences and multiples,
 * and distinct counts of what is a key anyway.
 */
export function isAdditive(model: SemanticModel, plan: MetricPlan): boolean {
  const isLinear = (node: Node): boolean => {
    const bare = unwrap(node);
    const counted = plan.parts.find((candidate) => candidate.node === bare);
    if (counted) return addsUp(model, counted);
    const operands = linearOperands(bare);
    return operands.length > 0 && operands.every(isLinear);
  };
  return isLinear(plan.expression);
}

/** The terms that a linear expression is made of, constants left out; none when it is not linear. */
function linearOperands(node: Node): readonly Node[] {
  const sum = part(node, "add") ?? part(node, "sub");
  if (sum) return present(part(sum, "left"), part(sum, "right"));
  const product = part(node, "mul");
  if (product) {
    const factors = present(part(product, "left"), part(product, "right"));
    const varying = factors.filter((factor) => !isConstant(factor));
    return varying.length === 1 ? varying : [];
  }
  const divided = part(node, "div");
  const [dividend, divisor] = present(part(divided, "left"), part(divided, "right"));
  if (dividend && divisor) return isConstant(divisor) ? [dividend] : [];
  const [first] = list(part(node, "coalesce")?.["expressions"]);
  return present(part(part(node, "neg") ?? part(node, "round"), "this") ?? first);
}

function isConstant(node: Node): boolean {
  return part(unwrap(node), "literal") !== undefined;
}

function present(...nodes: readonly (Node | undefined)[]): readonly Node[] {
  return nodes.filter((node) => node !== undefined);
}

function addsUp(model: SemanticModel, { node, kind, dataset }: MetricPart): boolean {
  if (kind === "sum" || kind === "count") return true;
  const base = model.datasets.find(({ name }) => name === dataset);
  return kind === "distinct" && base !== undefined && countsKey(node, base);
}

/** True when the distinct count is of a key of the rows counted, which at one date of a snapshot needs no date. */
function countsKey(node: Node, base: Dataset): boolean {
  if (aggregateKind(node) !== "distinct") return false;
  const counted = part(part(node, "count"), "this");
  const columns = columnsIn(node);
  const plain = counted !== undefined && ("column" in counted || "tuple" in counted);
  if (!plain || columns.some(({ dataset }) => dataset !== base.name)) return false;
  const dated = base.snapshot && base.timeField ? [base.timeField] : [];
  return isUnique(base, [...columns.map(({ name }) => name), ...dated]);
}
