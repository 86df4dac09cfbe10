import type { Cell } from "../../events.ts";
import { fail, ok, type Result } from "../../failure.ts";
import { startOf } from "../../semantic/dates.ts";
import { datasetNamed } from "../../semantic/reachable.ts";
import type { Grain } from "../../semantic/time-range.ts";
import { subjectsOf } from "../subjects.ts";
import { type Cut, cutSql } from "./atoms-sql.ts";
import { keyOf } from "./cells.ts";
import type { SafeContext } from "./safe-context.ts";
import type { Slice } from "./slices.ts";

/** Pieces that the known slices may cut the data into. */
const MAX_PIECES = 50_000;

/** A smallest part of the data; `counts` by kind of subject. */
type Piece = {
  readonly times: readonly (string | null)[];
  readonly groups: readonly Cell[];
  readonly flags: readonly boolean[];
  readonly counts: readonly number[];
};

export type Pieces = {
  readonly cut: Cut;
  readonly pieces: readonly Piece[];
  readonly k: readonly number[];
};

/** What the slices cut the rows of a dataset into. `denied` where that is too fine to tell. */
export async function readPieces(
  base: string,
  slices: readonly Slice[],
  context: SafeContext,
): Promise<Result<Pieces>> {
  const subjects = subjectsOf(base, context.model, context.access);
  const byDay = datasetNamed(context.model, base)?.snapshot ?? false;
  const cut = cutSql({ base, slices, subjects, byDay }, context);
  if (!cut.ok) return cut;
  const result = await context.ask(cut.value.sql, MAX_PIECES);
  if (!result.ok) return result;
  if (result.value.truncated) return fail({ kind: "denied", message: TOO_FINE });
  const { times, dimensions, filters, bounds } = cut.value;
  const [t, d, f] = [times.length, times.length + dimensions.length, filters.length];
  // In no order of the engine's: what is refused hangs on which cell is looked at first.
  const rows = result.value.rows
    .map((row) => ({ row, name: JSON.stringify(row) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const pieces = rows.map(({ row }) => ({
    times: row.slice(0, t).map((value) => startDay(value, bounds)),
    groups: row.slice(t, d),
    flags: row.slice(d, d + f).map(Boolean),
    counts: row.slice(d + f).map(Number),
  }));
  return ok({ cut: cut.value, pieces, k: subjects.map(({ subject }) => subject.k) });
}

const TOO_FINE =
  "Together with what you have asked before, this cuts the data too fine; ask about larger groups";

/** The first day of the piece's stretch; "" before all bounds, null without a date. */
function startDay(value: Cell | undefined, bounds: readonly string[] | undefined): string | null {
  if (value === null || value === undefined) return null;
  return bounds === undefined ? String(value) : (bounds[Number(value) - 1] ?? "");
}

/** Pieces of each cell of a slice, by the cell's key. */
export function cellsOf(
  slice: Slice,
  { cut, pieces }: Pieces,
  context: SafeContext,
): ReadonlyMap<string, readonly number[]> {
  const place = placeOf(slice, cut, context);
  const lasts = lastDays(pieces, place);
  const cells = new Map<string, number[]>();
  for (const [i, piece] of pieces.entries()) {
    if (!isIn(piece, place, place.flags)) continue;
    const period = place.periodOf(piece);
    if (lasts && lasts.get(period ?? "") !== piece.times[place.time]) continue;
    const groups = place.groups.map((group) => piece.groups[group]);
    const key = keyOf(slice.time?.grain ? [period, ...groups] : groups);
    cells.set(key, [...(cells.get(key) ?? []), i]);
  }
  return cells;
}

/** A slice in terms of the columns of a cut. */
type Place = {
  readonly slice: Slice;
  readonly flags: readonly number[];
  /** The flags of filters on the slice's own time. */
  readonly dated: readonly number[];
  readonly groups: readonly number[];
  readonly time: number;
  /** Of states only the last day of each period counts. */
  readonly isState: boolean;
  readonly periodOf: (piece: Piece) => string | undefined;
};

function placeOf(slice: Slice, cut: Cut, { model, options }: SafeContext): Place {
  const { timeField, dimensions, filters, base } = slice;
  const flagOf = (filter: Slice["filters"][number]) => cut.filters.indexOf(JSON.stringify(filter));
  const time = cut.times.indexOf(timeField ?? "");
  const grain = slice.time?.grain as Grain | undefined;
  const isSnapshot = datasetNamed(model, base)?.snapshot ?? false;
  return {
    slice,
    flags: filters.map(flagOf),
    dated: filters.filter(({ field }) => field === timeField).map(flagOf),
    groups: dimensions.map((id) => cut.dimensions.indexOf(id)),
    time,
    isState: isSnapshot && timeField !== undefined && !dimensions.includes(timeField),
    periodOf: ({ times }) => {
      const day = times[time] ?? null;
      return grain && day !== null ? startOf(grain, day, options.fiscalYearStartMonth) : undefined;
    },
  };
}

function isIn(piece: Piece, { slice: { time: range }, time }: Place, flags: readonly number[]) {
  if (!flags.every((flag) => piece.flags[flag])) return false;
  const day = piece.times[time] ?? null;
  return !range || (day !== null && day >= range.start && day < range.end);
}

/** The last day of each period, as the data have it; undefined for rows that are no states. */
function lastDays(pieces: readonly Piece[], place: Place): ReadonlyMap<string, string> | undefined {
  if (!place.isState) return undefined;
  const lasts = new Map<string, string>();
  for (const piece of pieces.filter((one) => isIn(one, place, place.dated))) {
    const period = place.periodOf(piece) ?? "";
    const day = piece.times[place.time] ?? "";
    if (day > (lasts.get(period) ?? "")) lasts.set(period, day);
  }
  return lasts;
}
