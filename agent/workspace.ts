import type { SemanticModel } from "./semantic/model.ts";
import type { IsoDate } from "./semantic/time-range.ts";

/** A question whose SQL a person has checked. `sql` is BigQuery SQL; `verifiedOn` an ISO date. */
export type VerifiedQuery = {
  readonly question: string;
  readonly sql: string;
  readonly verifiedBy: string;
  readonly verifiedOn: string;
};

/** Paths are of files in the workspace's folder; `roles` are the database's by those of the chatbot. */
export type CustomerSource = {
  readonly migrations: string;
  readonly generate: string;
  readonly roles: Readonly<Record<string, string>>;
};

/** How long an answer of the Metrics API counts as fresh, and how long a stale one is better than none. */
export type MetricsApiSource = { readonly freshSeconds: number; readonly staleSeconds: number };

/** One company's data, meaning and rules, as its folder describes them. */
export type Workspace = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** BigQuery dataset and DuckDB schema. */
  readonly dataset: string;
  /** The date that "today" means: the fixed clock of demo data, else the real date in `timezone`. */
  readonly today: () => IsoDate;
  readonly timezone: string;
  /** ISO 4217. */
  readonly currency: string;
  /** 1..12. */
  readonly fiscalYearStartMonth: number;
  readonly starters: readonly string[];
  readonly model: SemanticModel;
  readonly verifiedQueries: readonly VerifiedQuery[];
  /** Absolute path of the workspace's folder. */
  readonly folder: string;
  /** Where the rows of datasets with `store: customers` are. */
  readonly customers?: CustomerSource;
  /** Metrics that have a `kpi` can be asked of the Metrics API. */
  readonly metricsApi?: MetricsApiSource;
  /** `none` where there are documents only. */
  readonly data:
    | { readonly generate: string }
    | { readonly files: string }
    | { readonly none: true };
};
