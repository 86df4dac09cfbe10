import { isNode, type Node } from "./expression.ts";

/** A text that two trees share when they say the same in other spacing, comments, quotes or case of function names. */
export function canonical(node: Node): string {
  return JSON.stringify(strip(node));
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (!isNode(value)) return value;
  const isCall = "distinct" in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !SPELLING.has(key))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [
        key,
        isCall && key === "name" ? String(inner).toUpperCase() : strip(inner),
      ]),
  );
}

const SPELLING = new Set([
  "span",
  "quoted",
  "join_mark",
  "original_name",
  "leading_comments",
  "trailing_comments",
  "left_comments",
  "operator_comments",
]);
