import { discountOf, revenueOf } from "./prices.ts";
import { createRandom, type Random } from "./random.ts";
import type { Cell, Sale } from "./sales.ts";

/** One piece more or less of a sale; `cents` is what it changes. */
type Move = { readonly sale: Sale; readonly step: 1 | -1; readonly cents: number };

/** Cents that the exact search may have to find. */
const CLOSE = 150_000;

/**
 * Changes quantities, a piece at a time, until each cell comes to its planned revenue to the cent.
 *
 * @throws {Error} when no four moves close a cell.
 */
export function balanceCells(cells: readonly Cell[]): void {
  const random = createRandom("acme balance");
  for (const cell of cells) {
    for (const move of settle(cell, random)) apply(move);
  }
}

/** The last moves of a cell, found from wherever the random ones lead. */
function settle(cell: Cell, random: Random): readonly Move[] {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const rest = approach(cell, random);
    const moves = closingMoves(distinctMoves(cell.sales), rest);
    if (moves) return moves;
    apply(random.pick(distinctMoves(cell.sales)));
  }
  throw new Error(`Cannot balance a cell of ${cell.plannedCents} cents`);
}

/** Moves at random towards the plan; what is left then, in cents. */
function approach(cell: Cell, random: Random): number {
  let rest = cell.sales.reduce((left, sale) => left - revenueOf(sale), cell.plannedCents);
  while (Math.abs(rest) > CLOSE) {
    const move = moveOf(random.pick(cell.sales), rest > 0 ? 1 : -1);
    if (!move || Math.abs(move.cents) > CLOSE) continue;
    apply(move);
    rest -= move.cents;
  }
  return rest;
}

/** Undefined when the sale would become empty or change its discount. */
function moveOf(sale: Sale, step: 1 | -1): Move | undefined {
  const quantity = sale.quantity + step;
  if (quantity < 1 || discountOf(sale, quantity) !== discountOf(sale)) return undefined;
  return { sale, step, cents: revenueOf(sale, quantity) - revenueOf(sale) };
}

function apply(move: Move): void {
  move.sale.quantity += move.step;
}

/** One move for each amount, those that change little first. */
function distinctMoves(sales: readonly Sale[]): readonly Move[] {
  const moves = new Map<number, Move>();
  for (const sale of sales) {
    for (const step of [1, -1] as const) {
      const move = moveOf(sale, step);
      if (move && Math.abs(move.cents) < CLOSE && !moves.has(move.cents))
        moves.set(move.cents, move);
    }
  }
  return [...moves.values()].sort((a, b) => Math.abs(a.cents) - Math.abs(b.cents));
}

/** Four moves of four sales that add up to `rest`: two pairs, found by the sum of the first. */
function closingMoves(moves: readonly Move[], rest: number): readonly Move[] | undefined {
  const pairs = new Map<number, readonly Move[]>();
  for (const [i, one] of moves.entries()) {
    for (const other of moves.slice(i + 1)) {
      const pair = [one, other];
      const partner = pairs.get(rest - one.cents - other.cents);
      const found = partner && [...partner, ...pair];
      if (found && new Set(found.map((move) => move.sale)).size === 4) return found;
      pairs.set(one.cents + other.cents, pair);
    }
  }
  return undefined;
}
