import type { Column } from "../events.ts";
import type { Grain, IsoDate } from "./time-range.ts";

export type FilterOp =
  | "in"
  | "not-in"
  | "eq"
  | "neq"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "between"
  | "contains"
  | "is-null"
  | "is-not-null";

/** A condition on one field (`dataset.field`). `between` takes two values, both inclusive; conditions of a query are and-ed. */
export type Filter = {
  readonly field: string;
  readonly op: FilterOp;
  readonly values: readonly (string | number | boolean)[];
  /** In place of values: "in" keeps the rows of the field's dataset that rows of another refer to, "not-in" those that none does. */
  readonly by?: Link;
};

/** Rows of `dataset` that refer, step by step, to the rows that are filtered: those in the period and under the filters. */
export type Link = {
  readonly dataset: string;
  readonly filters: readonly Omit<Filter, "by">[];
  readonly time?: { readonly start: IsoDate; readonly end: IsoDate };
};

/** A condition on a metric of the result. */
export type MetricFilter = {
  readonly metric: string;
  readonly op: "gt" | "gte" | "lt" | "lte" | "between";
  readonly values: readonly number[];
};

/** `by` is a metric's name, a field's id, `time`, or a calculation's column. Nulls come last. */
export type OrderBy = { readonly by: string; readonly direction: "asc" | "desc" };

/**
 * Columns computed from the metric over the result: `share` of the total of all groups, `running_total` and
 * `moving_average` along time, `change` and `change_ratio` to the period before. Column name: `<metric>_<kind>`.
 */
export type Calculation = {
  readonly kind: "share" | "running_total" | "moving_average" | "change" | "change_ratio";
  readonly metric: string;
  /** Periods of a moving average, itself included. */
  readonly periods?: number;
};

/** Metrics, grouped. All names are the model's. Without `time` all of the data counts. */
export type MetricQuery = {
  readonly kind: "metrics";
  readonly metrics: readonly string[];
  /** Field ids (`dataset.field`). */
  readonly dimensions: readonly string[];
  readonly filters: readonly Filter[];
  readonly having?: readonly MetricFilter[];
  /** `end` is exclusive. With `grain` the result has a first column `period`. */
  readonly time?: { readonly start: IsoDate; readonly end: IsoDate; readonly grain?: Grain };
  readonly calculate?: readonly Calculation[];
  readonly orderBy?: readonly OrderBy[];
  readonly limit?: number;
};

/** Rows as they are, with chosen fields of one dataset and what it joins to. */
export type RowQuery = {
  readonly kind: "rows";
  readonly dataset: string;
  readonly fields: readonly string[];
  readonly filters: readonly Filter[];
  readonly time?: { readonly start: IsoDate; readonly end: IsoDate };
  readonly orderBy?: readonly OrderBy[];
  readonly limit: number;
};

export type SemanticQuery = MetricQuery | RowQuery;

/** What a result column means. `id` is the metric's name, the field's id, `period`, or the calculation's column. */
export type CompiledColumn = Column & {
  readonly label: string;
  readonly role: "metric" | "dimension" | "time" | "calculation";
  readonly id: string;
};

/** `sql` is BigQuery SQL, formatted, names of columns as in `columns`. `tables` are physical. */
export type CompiledQuery = {
  readonly sql: string;
  readonly columns: readonly CompiledColumn[];
  readonly title: string;
  readonly tables: readonly string[];
};
