import { type ComponentChild, Fragment, h, type VNode } from "preact";

/** One child an item, told apart by its place: for lists that only grow or are drawn anew. */
export function each<T>(
  items: readonly T[],
  draw: (item: T, index: number) => ComponentChild,
): VNode {
  return h(Fragment, null, ...items.map(draw));
}
