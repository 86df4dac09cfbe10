import type { Call, Expression } from "../sql/ast.ts";
import { aggregateKind, unwrap } from "./aggregates.ts";
import { isUnique } from "./check-relationships.ts";
import type { MetricPart, MetricPlan } from "./metric-plan.ts";
import type { Dataset, SemanticModel } from "./model.ts";

/**
 * True when the groups of any breakdown add up to the total: sums and counts, their sums and differences and multiples,
 * and distinct counts of what is a key anyway.
 */
export function isAdditive(model: SemanticModel, plan: MetricPlan): boolean {
  const isLinear = (node: Expression): boolean => {
    const bare = unwrap(node);
    const counted = plan.parts.find((candidate) => candidate.node === bare);
    if (counted) return addsUp(model, counted);
    const terms = linearTerms(bare);
    return terms.length > 0 && terms.every(isLinear);
  };
  return isLinear(plan.expression);
}

/** The terms that a linear expression is made of, constants left out; none when it is not linear. */
function linearTerms(node: Expression): readonly Expression[] {
  if (node.kind === "unary" && node.op === "-") return [node.value];
  if (node.kind === "call") {
    const [first] = node.args;
    return first && KEEPING.has(node.name) ? [first] : [];
  }
  if (node.kind !== "binary") return [];
  switch (node.op) {
    case "+":
    case "-":
      return [node.left, node.right];
    case "*": {
      const varying = [node.left, node.right].filter((factor) => !isConstant(factor));
      return varying.length === 1 ? varying : [];
    }
    case "/":
      return isConstant(node.right) ? [node.left] : [];
    default:
      return [];
  }
}

const KEEPING = new Set(["COALESCE", "IFNULL", "ZEROIFNULL", "ROUND"]);

function isConstant(node: Expression): boolean {
  return unwrap(node).kind === "number";
}

function addsUp(model: SemanticModel, { node, kind, dataset }: MetricPart): boolean {
  if (kind === "sum" || kind === "count") return true;
  const base = model.datasets.find(({ name }) => name === dataset);
  return kind === "distinct" && base !== undefined && countsKey(node, base);
}

/** True when the distinct count is of a key of the rows counted, which at one date of a snapshot needs no date. */
function countsKey(node: Call, base: Dataset): boolean {
  const columns = node.args.flatMap((arg) => (arg.kind === "path" ? [arg.parts] : []));
  const plain = aggregateKind(node) === "distinct" && columns.length === node.args.length;
  if (!plain || columns.some(([dataset]) => dataset !== base.name)) return false;
  const dated = base.snapshot && base.timeField ? [base.timeField] : [];
  return isUnique(base, [...columns.flatMap(([, name]) => name ?? []), ...dated]);
}
