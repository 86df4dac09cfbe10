import type { Unit } from "../events.ts";

/**
 * The semantic model as the agent uses it: read from an Apache Ossie document by `load-model.ts`,
 * checked there, every name resolved. Expressions are BigQuery SQL.
 */
export type SemanticModel = {
  readonly name: string;
  readonly description: string;
  readonly datasets: readonly Dataset[];
  readonly relationships: readonly Relationship[];
  /** Cheapest first; no question names them. */
  readonly rollups: readonly Rollup[];
  readonly metrics: readonly Metric[];
};

export type DataType =
  | "String"
  | "Integer"
  | "Decimal"
  | "Float"
  | "Boolean"
  | "Date"
  | "Time"
  | "DateTime"
  | "DateTimeTz"
  | "Opaque";

export type Sensitivity = "none" | "internal" | "confidential" | "pii";

/** What a person may call a thing. `label` is for display; `synonyms` never repeats it. */
export type Names = {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly synonyms: readonly string[];
};

export type Dataset = Names & {
  /** A table of the workspace's BigQuery dataset, or a query that stands for one. */
  readonly source: { kind: "table"; table: string } | { kind: "query"; sql: string };
  /** Physical tables that the source reads; one for a table source. */
  readonly tables: readonly string[];
  /** Where the tables are, when it is not the workspace's warehouse. */
  readonly store?: "customers";
  /** Columns that a query source yields, where it names them all. */
  readonly columns?: readonly string[];
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly fields: readonly Field[];
  /** Rows are a state as of the time field: take the last one in a period, never sum over time. */
  readonly snapshot: boolean;
  /** A BigQuery condition that every query of the dataset carries. */
  readonly defaultFilter?: string;
  /** Name of the field that periods apply to. */
  readonly timeField?: string;
  /** Where there is no such field: id (`orders.order_date`) of the one in the dataset that each row belongs to. */
  readonly inheritedTime?: string;
};

export type Field = Names & {
  readonly dataset: string;
  /** `dataset.name`: how a query names it. */
  readonly id: string;
  readonly expression: string;
  readonly type: DataType;
  readonly isTime: boolean;
  readonly sensitivity: Sensitivity;
  /** Its values are recognised in questions. */
  readonly indexValues: boolean;
  readonly unit?: Unit;
  /** All values there can be, of a field that nobody defined: it follows from a date. Never listed, only used. */
  readonly values?: readonly string[];
  /** The model says that periods apply to it, and does not leave that to be guessed. */
  readonly defaultTime?: boolean;
};

/** Many rows of `from` to one row of `to`; columns pair up by position and are field names. */
export type Relationship = {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly fromColumns: readonly string[];
  readonly toColumns: readonly string[];
};

/**
 * A dataset that sums up another: its other fields are the base's of the same names, and its time field is the base's by the
 * day. A snapshot has one row a date; rows of any other add up.
 */
export type Rollup = {
  readonly dataset: Dataset;
  /** The dataset that it sums up. */
  readonly of: string;
  /** Names of fields by the aggregate of the base that each holds, as canonical SQL. */
  readonly measures: ReadonlyMap<string, string>;
  /**
   * The field with the day on which the one that the base's field `of` names was there before; `counted` is the field
   * that says for how many of them a row stands. Without it each row is one.
   */
  readonly previous?: { readonly field: string; readonly of: string; readonly counted?: string };
};

export type Metric = Names & {
  /** An aggregate over fields written `dataset.field`. */
  readonly expression: string;
  /** The dataset whose rows are aggregated: the many side of all that the expression names. */
  readonly dataset: string;
  readonly type: DataType;
  readonly unit?: Unit;
  readonly better?: "up" | "down";
  readonly target?: { metric: string; grain: "day" | "week" | "month" | "quarter" | "year" };
  readonly definition?: { document: string; heading: string };
  /** What periods apply to, when it is not the dataset's own: a field of `dataset`, or the id of one that it joins to. */
  readonly timeField?: string;
  /** Set when the expression is one metric of the model divided by another; names of those. */
  readonly ratio?: { numerator: string; denominator: string };
  /** True when nobody defined it: it follows from a field or a relationship. Never listed, only used. */
  readonly implied?: boolean;
  /** True for SUM and COUNT: parts add up to the total (COUNT DISTINCT, AVG and ratios do not). */
  readonly additive: boolean;
  /** How the Metrics API calls it, where that has it. */
  readonly kpi?: string;
};
