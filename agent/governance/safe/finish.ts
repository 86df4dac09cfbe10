import type { Cell } from "../../events.ts";
import { describePeriod, step } from "../../semantic/dates.ts";
import type { CompiledColumn, MetricFilter, MetricQuery } from "../../semantic/metric-query.ts";
import type { Grain } from "../../semantic/time-range.ts";
import type { QueryResult } from "../../warehouse/warehouse.ts";
import type { Note } from "../notes.ts";
import { keyOf, type Why } from "./cells.ts";

type Row = readonly Cell[];

/** What is shown of a result: thresholds, order and limit see nothing that is hidden. */
export type Finished = { readonly result: QueryResult; readonly notes: readonly Note[] };

type Finishing = {
  readonly query: MetricQuery;
  readonly columns: readonly CompiledColumn[];
  readonly hidden: ReadonlyMap<string, Why>;
  /** What the subjects are called, and how many it takes: "10 customers and 10 users". */
  readonly enough: string;
};

/** Takes the hidden cells out, then does what the question asked of the rest; says what is missing. */
export function finish(result: QueryResult, finishing: Finishing): Finished {
  const { query, columns, hidden, enough } = finishing;
  const keys = widthOf(columns);
  const kept = result.rows.filter((row) => !hidden.has(keyOf(row.slice(0, keys))));
  const lost = result.rows.filter((row) => hidden.has(keyOf(row.slice(0, keys))));
  const bare = lost.length > 0 ? kept.map((row) => withoutNeighbours(row, columns)) : kept;
  const passed = bare.filter((row) =>
    (query.having ?? []).every((filter) => passes(row, filter, columns)),
  );
  const rows = order(passed, query, columns).slice(0, query.limit);
  return {
    result: { ...result, rows, rowCount: rows.length, truncated: false },
    notes: lost.length > 0 ? [noteOf(lost, finishing, enough)] : [],
  };
}

/** How many of the first columns name the cell. */
export function widthOf(columns: readonly CompiledColumn[]): number {
  return columns.filter(({ role }) => role === "time" || role === "dimension").length;
}

/** Running totals, averages and changes would tell of a period that is not shown. */
function withoutNeighbours(row: Row, columns: readonly CompiledColumn[]): Row {
  return row.map((cell, i) => {
    const column = columns[i];
    const isAlong = column?.role === "calculation" && !column.id.endsWith("_share");
    return isAlong ? null : cell;
  });
}

function noteOf(lost: readonly Row[], { columns, query }: Finishing, enough: string): Note {
  const [first] = columns;
  const isSeries = first?.role === "time" && widthOf(columns) === 1;
  const { grain = "day" } = query.time ?? {};
  const calculated = (query.calculate ?? []).some(({ kind }) => kind !== "share");
  const also = calculated ? "; neither are changes and running figures beside them" : "";
  return {
    groups: isSeries ? 0 : lost.length,
    named: isSeries ? lost.map(([start]) => describePeriod(...spanOf(String(start), grain))) : [],
    why: `they stand for fewer than ${enough}, for one that makes up most of them, or would give such a figure away, alone or with what you have asked before${also}`,
  };
}

function spanOf(start: string, grain: Grain): [string, string] {
  const day = start.slice(0, 10);
  return [day, step(grain, day, 1)];
}

function passes(
  row: Row,
  { metric, op, values }: MetricFilter,
  columns: readonly CompiledColumn[],
) {
  const cell = row[columns.findIndex(({ id }) => id === metric)];
  if (cell === null || cell === undefined) return false;
  const value = Number(cell);
  const [low = 0, high = 0] = values;
  switch (op) {
    case "gt":
      return value > low;
    case "gte":
      return value >= low;
    case "lt":
      return value < low;
    case "lte":
      return value <= low;
    case "between":
      return value >= low && value <= high;
  }
}

/** The rows come by period and groups; what ties under the order asked for stays so. */
function order(
  rows: readonly Row[],
  { orderBy = [] }: MetricQuery,
  columns: readonly CompiledColumn[],
) {
  const terms = orderBy.map(({ by, direction }) => ({
    at: columns.findIndex(({ id, name }) =>
      by === "time" ? id === "period" : id === by || name === by,
    ),
    sign: direction === "desc" ? -1 : 1,
  }));
  return rows.toSorted((a, b) => {
    for (const { at, sign } of terms) {
      const compared = compare(a[at], b[at], sign);
      if (compared !== 0) return compared;
    }
    return 0;
  });
}

/** Nulls last in either direction. */
function compare(a: Cell | undefined, b: Cell | undefined, sign: number): number {
  const [lacksA, lacksB] = [a ?? null, b ?? null].map((cell) => cell === null);
  if (lacksA || lacksB) return Number(lacksA) - Number(lacksB);
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return (x - y) * sign;
  return (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0) * sign;
}
