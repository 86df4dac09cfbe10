import { ok, type Result } from "../../failure.ts";
import { headlinesBeside } from "./headlines.ts";
import { createKnowns } from "./independent.ts";
import { cellsOf, type Pieces, readPieces } from "./pieces.ts";
import type { SafeContext } from "./safe-context.ts";
import { hashOfKey, idOf, type Slice, wholesOf } from "./slices.ts";

/** A slice whose figures are known, but for the cells that were kept back. */
export type Shown = { readonly slice: Slice; readonly hidden: ReadonlySet<string> };

/**
 * The cells of a slice, by key and beside those that are hidden already, that would give away a figure over too few subjects, together with what the person was
 * shown before and with the whole that the slice is a part of.
 */
export async function differencesOf(
  { slice, hidden }: { readonly slice: Slice; readonly hidden: ReadonlySet<string> },
  before: readonly Shown[],
  context: SafeContext,
): Promise<Result<ReadonlySet<string>>> {
  const own = idOf(slice);
  const others = touching(
    slice,
    before.filter((one) => idOf(one.slice) !== own),
  );
  const wholes = wholesOf(slice);
  const headlines = headlinesOf([slice, ...others.map((one) => one.slice)], context);
  // Alone, what hides cells beside each other has seen to it that their total tells nothing more.
  const isAlone = others.length + headlines.length + slice.filters.length === 0;
  if (isAlone) return ok(new Set());
  const all = [...headlines, ...others.map((one) => one.slice), ...wholes, slice];
  const pieces = await readPieces(slice.base, all, context);
  if (!pieces.ok) return pieces;
  const cells = all.map((one) => cellsOf(one, pieces.value, context));
  const { groups, firstSmall } = groupPieces(pieces.value, cells);
  const knowns = createKnowns(firstSmall);
  const groupsOf = (members: readonly number[]) => [
    ...new Set(members.map((piece) => groups.get(piece) ?? 0)),
  ];
  const add = (members: readonly number[]) => knowns.add(groupsOf(members));
  const know = (members: readonly number[]) => knowns.know(groupsOf(members));
  const open = headlines.length;
  for (const ofSlice of cells.slice(0, open)) {
    for (const members of ofSlice.values()) know(members);
  }
  for (const [i, ofSlice] of cells.slice(open, -1).entries()) {
    const shown = [...ofSlice].filter(([key]) => !others[i]?.hidden.has(hashOfKey(key)));
    // What would give something away by itself was not shown, or cannot be taken back.
    for (const [, members] of shown) add(members);
  }
  const sizeOf = (members: readonly number[]) =>
    members.reduce((sum, piece) => sum + (pieces.value.pieces[piece]?.counts[0] ?? 0), 0);
  const left = [...(cells.at(-1) ?? [])]
    .filter(([key]) => !hidden.has(key))
    .toSorted(([, a], [, b]) => sizeOf(b) - sizeOf(a));
  const told = left.filter(([, members]) => !add(members));
  return ok(new Set(told.map(([key]) => key)));
}

/** What everyone may know beside these slices, each once. */
function headlinesOf(slices: readonly Slice[], context: SafeContext): readonly Slice[] {
  const all = slices.flatMap((slice) => headlinesBeside(slice, context));
  return [...new Map(all.map((slice) => [idOf(slice), slice])).values()];
}

/** Those that share rows with the slice, or with one that does: what lies at other times cannot be added up with it. */
function touching(slice: Slice, others: readonly Shown[]): readonly Shown[] {
  let found: readonly Shown[] = [];
  for (;;) {
    const known = [slice, ...found.map((one) => one.slice)];
    const more = others.filter((one) => known.some((other) => isBeside(one.slice, other)));
    if (more.length === found.length) return found;
    found = more;
  }
}

function isBeside(a: Slice, b: Slice): boolean {
  if (!a.time || !b.time || a.timeField !== b.timeField) return true;
  return a.time.start < b.time.end && b.time.start < a.time.end;
}

/** Pieces that no slice tells apart are one. Groups of enough subjects are numbered below `firstSmall`, the others from there. */
function groupPieces(
  { pieces, k }: Pieces,
  cells: readonly ReadonlyMap<string, readonly number[]>[],
): { readonly groups: ReadonlyMap<number, number>; readonly firstSmall: number } {
  const signs = pieces.map((): number[] => []);
  let cell = 0;
  for (const ofSlice of cells) {
    for (const members of ofSlice.values()) {
      cell += 1;
      for (const piece of members) signs[piece]?.push(cell);
    }
  }
  const byGroup = new Map<string, number[]>();
  for (const [piece, sign] of signs.entries()) {
    const name = sign.join();
    byGroup.set(name, [...(byGroup.get(name) ?? []), piece]);
  }
  const isLarge = (members: readonly number[]) =>
    k.every((least, s) => {
      const most = Math.max(...members.map((piece) => pieces[piece]?.counts[s] ?? 0));
      return most === 0 || most >= least;
    });
  const all = [...byGroup.values()];
  const large = all.filter(isLarge);
  const small = all.filter((members) => !isLarge(members));
  const groups = new Map<number, number>();
  for (const [group, members] of [...large, ...small].entries()) {
    for (const piece of members) groups.set(piece, group);
  }
  return { groups, firstSmall: large.length };
}
