import { addDays, endOf, startOf } from "../semantic/dates.ts";
import type { Dataset, SemanticModel } from "../semantic/model.ts";
import { datasetNamed, timeFieldIn } from "../semantic/reachable.ts";
import type { Coverage } from "../semantic/time-range.ts";
import type { Access } from "./access.ts";

/** Datasets whose first and last days are those of single subjects, and what is told of those days in their place. */
export type SparseEnds = {
  /** By id of the field that periods apply to: whole months. */
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** Tables whose last day is not told, roll-ups among them. */
  readonly tables: ReadonlySet<string>;
};

/**
 * A dataset of one row a subject begins on the day of one and ends on the day of another: for who may see no single ones it
 * is told in whole months, which begin and end with nobody. `today` bounds what has not come yet.
 */
export function sparseEnds(
  model: SemanticModel,
  { subjects }: Pick<Access, "subjects">,
  known: { readonly coverage: ReadonlyMap<string, Coverage>; readonly today: string },
): SparseEnds {
  const sparse = model.datasets.filter((dataset) => isOfSingles(dataset, subjects));
  const rollups = model.rollups.filter(({ of }) => sparse.some(({ name }) => name === of));
  // A query over other tables is read from those, whose last day is another.
  const tables = [...sparse, ...rollups.map(({ dataset }) => dataset)].flatMap(({ source }) =>
    source.kind === "table" ? [source.table] : [],
  );
  const coverage = sparse.flatMap(({ name }) => {
    const id = timeFieldIn(model, name)?.id ?? "";
    const own = known.coverage.get(id);
    return own ? [[id, inMonths(own, known.today)] as const] : [];
  });
  return {
    coverage: new Map(coverage),
    tables: new Set(tables),
  };
}

/** The last day of the periods told of these datasets; null where there is none. */
export function lastTold(
  bases: readonly string[],
  model: SemanticModel,
  { coverage }: SparseEnds,
): string | null {
  const ends = bases.flatMap((base) => {
    const own = datasetNamed(model, base) && coverage.get(timeFieldIn(model, base)?.id ?? "");
    return own ? [own.end] : [];
  });
  return ends.toSorted().at(-1) ?? null;
}

function isOfSingles(
  { name, primaryKey, snapshot }: Dataset,
  subjects: Access["subjects"],
): boolean {
  const [key, another] = primaryKey;
  return (
    !snapshot && another === undefined && subjects.some(({ field }) => field === `${name}.${key}`)
  );
}

function inMonths(own: Coverage, today: string): Coverage {
  const [monthEnd, yesterday] = [addDays(endOf("month", own.end), -1), addDays(today, -1)];
  const end = yesterday < own.end || monthEnd < yesterday ? monthEnd : yesterday;
  return { ...own, start: startOf("month", own.start), end };
}
