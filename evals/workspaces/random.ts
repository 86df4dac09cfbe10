/** Numbers that are the same for the same seed, on every machine. */
export type Random = {
  /** 0 ≤ x < 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** @throws {Error} when there is nothing to pick from. */
  pick<T>(items: readonly T[]): T;
  /** Picked in proportion to its weight. @throws {Error} when there is nothing to pick from. */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
};

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    pick: (items) => present(items[between(0, items.length - 1)]),
    weighted: (items) => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      const found = items.find(([, weight]) => {
        left -= weight;
        return left < 0;
      });
      return present(found ?? items.at(-1))[0];
    },
  };
}

function present<T>(item: T | undefined): T {
  if (item === undefined) throw new Error("Cannot pick: the list is empty");
  return item;
}
