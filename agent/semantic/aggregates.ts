import {
  type ColumnRef,
  columnsIn,
  isNode,
  list,
  mapNodes,
  type Node,
  part,
} from "./expression.ts";

/**
 * How an aggregate behaves when a join repeats its rows: `sum` and `count` grow, `distinct` and `extreme`
 * stay the same, `other` (averages, quantiles) is skewed.
 */
export type AggregateKind = "sum" | "count" | "distinct" | "extreme" | "other";

/** The outermost aggregate calls of an expression, in order. */
export function aggregatesIn(node: Node): readonly Node[] {
  const found: Node[] = [];
  mapNodes(node, (inner) => {
    if (!isAggregate(inner)) return undefined;
    found.push(inner);
    return inner;
  });
  return found;
}

/** Columns that stand outside every aggregate call. */
export function looseColumns(node: Node): readonly ColumnRef[] {
  return columnsIn(mapNodes(node, (inner) => (isAggregate(inner) ? NOTHING : undefined)));
}

export function aggregateKind(aggregate: Node): AggregateKind {
  const [kind = "", data] = Object.entries(aggregate)[0] ?? [];
  const distinct = isNode(data) && data["distinct"] === true;
  if (kind === "approx_count_distinct" || (kind === "count" && distinct)) return "distinct";
  if (kind === "sum" && !distinct) return "sum";
  if (kind === "count" || kind === "count_if") return "count";
  return EXTREMES.has(kind) || distinct ? "extreme" : "other";
}

/** The columns whose values an aggregate takes up, as against those that only decide whether it does. */
export function valueColumns(node: Node): readonly ColumnRef[] {
  return columnsIn(
    mapNodes(node, (inner) => {
      const choice = part(inner, "case");
      if (choice) return { tuple: branches(choice).map((branch) => withoutConditions(branch)) };
      const decided = part(inner, "if_func");
      if (decided)
        return {
          tuple: [decided["true_value"], decided["false_value"]]
            .filter(isNode)
            .map(withoutConditions),
        };
      return undefined;
    }),
  );
}

function withoutConditions(node: Node): Node {
  return {
    tuple: valueColumns(node).map(({ name, dataset }) => ({
      column: { name: { name }, table: dataset ? { name: dataset } : null },
    })),
  };
}

function branches(choice: Node): readonly Node[] {
  const whens = Array.isArray(choice["whens"]) ? choice["whens"] : [];
  const results = whens.flatMap((when) => (Array.isArray(when) ? when.slice(1) : []));
  return [...results, choice["else_"]].filter(isNode);
}

/** The dataset of `COUNT(dataset.*)`; undefined for any other node. */
export function countedDataset(aggregate: Node): string | undefined {
  const name = part(part(part(part(aggregate, "count"), "this"), "star"), "table")?.["name"];
  return typeof name === "string" ? name : undefined;
}

/** `COUNT(*)`, as a node. */
export const COUNT_ROWS: Node = {
  count: { this: null, star: true, distinct: false, filter: null, original_name: "COUNT" },
};

/** Numerator and denominator of a division at the top of the tree, guards against zero taken off. */
export function quotient(node: Node): readonly [Node, Node] | undefined {
  const bare = unwrap(node);
  const safe = part(bare, "safe_divide");
  const call = part(bare, "function");
  const [left, right] =
    call && isDivision(call)
      ? list(call["args"])
      : [
          part(safe ?? part(bare, "div"), safe ? "this" : "left"),
          part(safe ?? part(bare, "div"), safe ? "expression" : "right"),
        ];
  return left && right ? [unwrap(left), unwrap(right)] : undefined;
}

function isDivision(call: Node): boolean {
  return String(call["name"]).toUpperCase() === "IEEE_DIVIDE";
}

/** The tree without parentheses, casts and NULLIF(…, 0) around it. */
export function unwrap(node: Node): Node {
  const inner = part(part(node, "paren") ?? part(node, "cast") ?? part(node, "safe_cast"), "this");
  if (inner) return unwrap(inner);
  const call = part(node, "function");
  const [guarded, zero] = list(call?.["args"]);
  const isGuard = String(call?.["name"]).toUpperCase() === "NULLIF" && guarded && isZero(zero);
  return isGuard ? unwrap(guarded) : node;
}

/** The tree with every division guarded: a group without a denominator is empty, not an error. */
export function safeDivisions(node: Node): Node {
  return mapNodes(node, (inner) => {
    const division = part(inner, "div");
    const left = part(division, "left");
    const right = part(division, "right");
    if (!left || !right || part(right, "literal")) return undefined;
    const [dividend, divisor] = [safeDivisions(left), safeDivisions(right)];
    return { safe_divide: { this: dividend, expression: divisor } };
  });
}

function isZero(node: Node | undefined): boolean {
  return Number(part(node, "literal")?.["value"]) === 0;
}

/** True for a call such as SUM(…). */
export function isAggregate(node: Node): boolean {
  const [kind, ...more] = Object.keys(node);
  if (kind === undefined || more.length > 0) return false;
  if (kind === "aggregate_function" || AGGREGATES.has(kind)) return isNode(node[kind]);
  const name = part(node, "function")?.["name"];
  return typeof name === "string" && AGGREGATES.has(name.toLowerCase());
}

const NOTHING: Node = { null: {} };

const EXTREMES = new Set(["min", "max", "any_value", "logical_and", "logical_or"]);

/** Aggregates of GoogleSQL in the parser's spelling. */
const AGGREGATES = new Set(
  `sum avg count count_if min max any_value array_agg array_concat_agg string_agg stddev stddev_pop stddev_samp variance
  var_pop var_samp median mode approx_distinct approx_count_distinct approx_percentile percentile logical_and logical_or
  bitwise_and_agg bitwise_or_agg bitwise_xor_agg corr covar_pop covar_samp max_by min_by approx_quantiles approx_top_count
  approx_top_sum sum_if`.split(/\s+/),
);
