import type { Call, Expression } from "../sql/ast.ts";
import { FUNCTIONS } from "../sql/functions.ts";
import { call, columnsIn, mapNodes } from "./expression.ts";

/**
 * How an aggregate behaves when a join repeats its rows: `sum` and `count` grow, `distinct` and `extreme`
 * stay the same, `other` (averages, quantiles) is skewed.
 */
export type AggregateKind = "sum" | "count" | "distinct" | "extreme" | "other";

/** True for a call such as SUM(…). */
export function isAggregate(node: Expression): node is Call {
  return node.kind === "call" && FUNCTIONS.get(node.name)?.use === "aggregate";
}

/** The outermost aggregate calls of an expression, in order. */
export function aggregatesIn(expression: Expression): readonly Call[] {
  const found: Call[] = [];
  mapNodes(expression, (node) => {
    if (!isAggregate(node)) return undefined;
    found.push(node);
    return node;
  });
  return found;
}

/** Columns that stand outside every aggregate call. */
export function looseColumns(expression: Expression): readonly (readonly string[])[] {
  return columnsIn(
    mapNodes(expression, (node) => (isAggregate(node) ? { kind: "null" } : undefined)),
  );
}

export function aggregateKind({ name, distinct }: Call): AggregateKind {
  if (name === "COUNT") return distinct ? "distinct" : "count";
  if (name === "COUNTIF") return "count";
  if (name === "APPROX_COUNT_DISTINCT") return "distinct";
  if (name === "SUM" && !distinct) return "sum";
  return distinct || EXTREMES.has(name) ? "extreme" : "other";
}

/** The columns whose values an expression takes up, as against those that only decide which. */
export function valueColumns(expression: Expression): readonly (readonly string[])[] {
  return columnsIn(
    mapNodes(expression, (node) => {
      if (node.kind === "case") {
        const results = [
          ...node.branches.map(({ result }) => result),
          ...(node.otherwise ? [node.otherwise] : []),
        ];
        return { kind: "tuple", items: results.map(valuesOnly) };
      }
      if (node.kind !== "call" || node.name !== "IF") return undefined;
      return { kind: "tuple", items: node.args.slice(1).map(valuesOnly) };
    }),
  );
}

function valuesOnly(expression: Expression): Expression {
  return {
    kind: "tuple",
    items: valueColumns(expression).map((parts) => ({ kind: "path", parts })),
  };
}

/** Numerator and denominator of a division at the top of the tree, guards against zero taken off. */
export function quotient(expression: Expression): readonly [Expression, Expression] | undefined {
  const bare = unwrap(expression);
  if (bare.kind === "binary" && bare.op === "/") return [unwrap(bare.left), unwrap(bare.right)];
  if (bare.kind !== "call" || !DIVISIONS.has(bare.name)) return undefined;
  const [left, right] = bare.args;
  return left && right ? [unwrap(left), unwrap(right)] : undefined;
}

/** The tree without casts and NULLIF(…, 0) around it. */
export function unwrap(expression: Expression): Expression {
  if (expression.kind === "cast") return unwrap(expression.value);
  if (expression.kind !== "call" || expression.name !== "NULLIF") return expression;
  const [guarded, zero] = expression.args;
  const isGuard = guarded && zero?.kind === "number" && Number(zero.text) === 0;
  return isGuard ? unwrap(guarded) : expression;
}

/** The tree with every division guarded: a group without a denominator is empty, not an error. */
export function safeDivisions(expression: Expression): Expression {
  return mapNodes(expression, (node) =>
    node.kind === "binary" && node.op === "/" && node.right.kind !== "number"
      ? call("SAFE_DIVIDE", safeDivisions(node.left), safeDivisions(node.right))
      : undefined,
  );
}

const EXTREMES = new Set(["MIN", "MAX", "ANY_VALUE", "LOGICAL_AND", "LOGICAL_OR"]);
const DIVISIONS = new Set(["SAFE_DIVIDE", "IEEE_DIVIDE"]);
