import type { Cell } from "../../events.ts";

/** One part of a metric in a cell, over one kind of subject. */
export type PartFacts = {
  /** Subjects that have a part in it. */
  readonly contributors: number;
  /** The largest subject's part and all parts, as absolute figures; 0 where parts do not add up. */
  readonly largest: number;
  readonly total: number;
};

/** What is known of a cell over one kind of subject. */
export type SubjectFacts = {
  readonly k: number;
  readonly subjects: number;
  readonly parts: readonly PartFacts[];
  /** Of shares: how many of those in the whole are not in the part. */
  readonly rests: readonly number[];
};

/** A cell of a result by its keys: period first where there is one, then the groups. */
export type CellFacts = {
  readonly keys: readonly Cell[];
  readonly facts: readonly SubjectFacts[];
};

/** Why a cell is not shown: it stands for few, one subject makes up most of it, or it would give away one that is not shown. */
export type Why = "few" | "dominated" | "beside" | "difference";

/** Two cells are one when their keys are. */
export function keyOf(keys: readonly (Cell | undefined)[]): string {
  return JSON.stringify(
    keys.map((key) => (key === null || key === undefined ? null : String(key))),
  );
}

/** Undefined for a cell that may be shown as far as it goes itself. */
export function whyHidden({ facts }: CellFacts, largestShare: number): Why | undefined {
  if (facts.some(isFew)) return "few";
  return facts.some(({ parts }) => isDominated(parts, largestShare)) ? "dominated" : undefined;
}

/** Of the few that are left a share of almost all tells as much as a small one tells of those in it. */
function isFew({ k, subjects, parts, rests }: SubjectFacts): boolean {
  return (
    subjects < k ||
    parts.some(({ contributors }) => contributors < k) ||
    rests.some((rest) => rest < k)
  );
}

function isDominated(parts: readonly PartFacts[], largestShare: number): boolean {
  return parts.some(({ largest, total }) => total > 0 && largest > largestShare * total);
}

/**
 * The cells to hide beside those that are hidden, so that no total less what is shown gives one away: in each row and
 * column either nothing is hidden, or at least two cells of which one is large, and no subject makes up most of them.
 */
export function hideBeside(
  cells: readonly CellFacts[],
  hidden: ReadonlyMap<string, Why>,
  largestShare: number,
): ReadonlyMap<string, Why> {
  const all = new Map(hidden);
  const lines = linesOf(cells);
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const line of lines) {
      const more = besideIn(line, all, largestShare);
      if (more === undefined) continue;
      all.set(keyOf(more.keys), "beside");
      isSettled = false;
    }
  }
  return all;
}

/** The smallest cell of the line that must go too; undefined when the line is safe, or nothing is left in it. */
function besideIn(
  line: readonly CellFacts[],
  hidden: ReadonlyMap<string, Why>,
  largestShare: number,
): CellFacts | undefined {
  const gone = line.filter(({ keys }) => hidden.has(keyOf(keys)));
  if (gone.length === 0 || gone.length === line.length) return undefined;
  const isCovered = gone.length >= 2 && gone.some(({ facts }) => !facts.some(isFew));
  if (isCovered && !isDominated(unionOf(gone), largestShare)) return undefined;
  return line
    .filter(({ keys }) => !hidden.has(keyOf(keys)))
    .toSorted((a, b) => sizeOf(a) - sizeOf(b))[0];
}

function sizeOf({ facts }: CellFacts): number {
  return Math.min(...facts.map(({ subjects }) => subjects));
}

/** All cells together; a subject that is in several of them counts as its largest part. */
function unionOf(cells: readonly CellFacts[]): readonly PartFacts[] {
  const [first] = cells;
  return (first?.facts ?? []).flatMap(({ parts }, f) =>
    parts.map((_, p) => {
      const same = cells.flatMap(({ facts }) => facts[f]?.parts[p] ?? []);
      return {
        contributors: Math.max(...same.map(({ contributors }) => contributors)),
        largest: Math.max(...same.map(({ largest }) => largest)),
        total: same.reduce((sum, { total }) => sum + total, 0),
      };
    }),
  );
}

/** Cells that differ in one key alone, for each key. */
function linesOf(cells: readonly CellFacts[]): readonly (readonly CellFacts[])[] {
  const width = cells[0]?.keys.length ?? 0;
  return Array.from({ length: width }, (_, axis) => {
    const lines = new Map<string, CellFacts[]>();
    for (const cell of cells) {
      const rest = keyOf(cell.keys.filter((_key, i) => i !== axis));
      lines.set(rest, [...(lines.get(rest) ?? []), cell]);
    }
    return [...lines.values()];
  }).flat();
}
