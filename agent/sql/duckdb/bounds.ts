import type { Expression } from "../ast.ts";
import type { Words } from "./words.ts";

/**
 * What one value may grow to. The engine makes a column of 2,048 values at once, in memory that its limit does not count and
 * without hearing that it is to stop: so no function of a statement may make large values of small ones.
 */
export const MOST_CHARACTERS = 100_000;
/** Characters of a text that is cut into a list, or compared letter by letter. */
const MOST_CUT = 20_000;
const MOST_COMPARED = 1_000;
/** Items of a list in each row. */
const MOST_ITEMS = 20_000;
/** Items of a list of fixed length that is read as a table, item by item. */
const MOST_ROWS = 1_000_000;

type Kinds = Pick<Words, "typeOf">;

/** Texts that stand side by side in one, each with its share of what that may hold. */
export function sideBySide(
  nodes: readonly Expression[],
  texts: readonly string[],
  kinds: Kinds,
): string {
  const share = Math.floor(MOST_CHARACTERS / nodes.length);
  const parts = nodes.map((node, i) => textWithin(node, texts[i] ?? "", { most: share, kinds }));
  return parts.join(" || ");
}

/** Lists one after the other, each with its share. */
export function inARow(nodes: readonly Expression[], texts: readonly string[]): readonly string[] {
  const share = Math.floor(MOST_ITEMS / nodes.length);
  return nodes.map(({ kind }, i) =>
    kind === "array" ? (texts[i] ?? "") : `bq_few(${texts[i]}, ${share})`,
  );
}

type Within = { readonly most: number; readonly kinds: Kinds };

/** A text of at most so many characters; numbers, dates and what the statement itself spells out are short. */
export function textWithin(node: Expression, text: string, { most, kinds }: Within): string {
  const isText = ["STRING", "JSON"].includes(kinds.typeOf(node));
  return isText && node.kind !== "string" ? `bq_at_most(${text}, ${most})` : text;
}

/** A text that is cut into a list. */
export function cut(text: string): string {
  return `bq_at_most(${text}, ${MOST_CUT})`;
}

/** A text that is compared letter by letter with another. */
export function compared(text: string): string {
  return `bq_at_most(${text}, ${MOST_COMPARED})`;
}

/** How many items a series may have: many where it is fixed and read as a table, else what a row may hold. */
export function mostItems(series: Expression, sources: WeakSet<Expression>): number {
  return sources.has(series) && !readsRows(series) ? MOST_ROWS : MOST_ITEMS;
}

/** True for anything that hangs on a row or on a query. */
function readsRows(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(readsRows);
  if (typeof node !== "object" || node === null) return false;
  const { kind } = node as { readonly kind?: string };
  return kind === "path" || kind === "query" || Object.values(node).some(readsRows);
}
