import type { Grain } from "../semantic/time-range.ts";

/** How a role may ask: `free` SQL over what it may see, or only statements compiled from its semantic model. */
export type SqlFreedom = "compiled" | "free";

/** What answers are made for: a brief with a status, method with SQL and caveats, what to tell a customer, or all of it. */
export type AnswerStyle = "full" | "brief" | "method" | "support";

/** What one role may know, as `access.yaml` says it. */
export type Role = {
  readonly name: string;
  readonly title: string;
  readonly sql: SqlFreedom;
  /** `aggregates`: only figures over enough subjects, never a row. */
  readonly detail: "rows" | "aggregates";
  /** Source kinds that may be asked; undefined for all. */
  readonly sources?: readonly string[];
  /** Names of the metrics that it has; undefined for all that nothing hidden is needed for. */
  readonly metrics?: readonly string[];
  /** `dataset`, `dataset.field`, a metric's name, `sensitivity:pii`: never read, never named. */
  readonly hide: readonly string[];
  /** Fields, or a sensitivity, that may be part of a metric and nothing else: no group, no filter, no order, no value. */
  readonly totalsOnly: readonly string[];
  /** Audiences whose documents it reads, beside those of everyone. */
  readonly documents: readonly string[];
  readonly answers: AnswerStyle;
  /** Questions that are offered in place of one that it may not ask. */
  readonly offers: readonly string[];
};

/** Whose number a figure must not give away: a field that names them, and how many a cell needs. */
export type Subject = {
  /** `dataset.field`. */
  readonly field: string;
  readonly k: number;
  /** What they are called: "customers". */
  readonly called: string;
};

/**
 * A metric over everything, in whole periods of this grain or of a longer one, which the author vouches for though few may
 * stand behind it. Divided or filtered it is a figure like any other.
 */
export type Headline = { readonly metric: string; readonly grain: Grain };

/** Documents whose path below `docs` matches, with who may read them. */
export type Audience = { readonly match: string; readonly audience: readonly string[] };

/** Who may know what of a workspace. */
export type Access = {
  readonly roles: ReadonlyMap<string, Role>;
  /** The role of who brings none; undefined: nobody is let in without one. */
  readonly defaultRole?: string;
  readonly subjects: readonly Subject[];
  /** Datasets whose rows are figures over enough subjects already, which the author vouches for. */
  readonly safe: readonly string[];
  readonly headlines: readonly Headline[];
  /** Largest part of a sum that one subject may make up, 0..1. */
  readonly largestShare: number;
  readonly documents: readonly Audience[];
  /** Days that the audit is kept; undefined: as the settings say. */
  readonly keepDays?: number;
};
