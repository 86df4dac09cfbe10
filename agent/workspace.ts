import type { SemanticModel } from "./semantic/model.ts";
import type { IsoDate } from "./semantic/time-range.ts";

/** A question whose SQL a person has checked. `sql` is BigQuery SQL; `verifiedOn` an ISO date. */
export type VerifiedQuery = {
  readonly question: string;
  readonly sql: string;
  readonly verifiedBy: string;
  readonly verifiedOn: string;
};

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
  readonly data: { readonly generate: string } | { readonly files: string };
};
