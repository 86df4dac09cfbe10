/**
 * The parts of BigQuery's REST resources that are used here, as they go over the wire: counts and sizes are strings.
 * https://cloud.google.com/bigquery/docs/reference/rest/v2
 */
export type WireField = {
  readonly name: string;
  /** `STRING`, `INTEGER`, `RECORD`, …, by the old names or by those of SQL. */
  readonly type: string;
  /** `REPEATED` for an array. */
  readonly mode?: string;
  readonly fields?: readonly WireField[];
  readonly description?: string;
};

export type WireSchema = { readonly fields?: readonly WireField[] };

export type WireValue =
  | null
  | string
  | readonly { readonly v: WireValue }[]
  | { readonly f: readonly { readonly v: WireValue }[] };

export type WireRow = { readonly f: readonly { readonly v: WireValue }[] };

export type WireTableReference = {
  readonly projectId: string;
  readonly datasetId: string;
  readonly tableId: string;
};

export type WireError = {
  readonly reason?: string;
  readonly message?: string;
  readonly location?: string;
};

export type WireJob = {
  readonly jobReference: {
    readonly projectId: string;
    readonly jobId: string;
    readonly location?: string;
  };
  readonly status?: {
    readonly state?: string;
    readonly errorResult?: WireError;
    readonly errors?: readonly WireError[];
  };
  readonly statistics?: {
    readonly totalBytesProcessed?: string;
    readonly load?: { readonly outputRows?: string };
    readonly query?: {
      readonly statementType?: string;
      readonly referencedTables?: readonly WireTableReference[];
      readonly schema?: WireSchema;
    };
  };
};

/** `jobs.getQueryResults`. Without `jobComplete` there is nothing else in it. */
export type WireResults = {
  readonly jobComplete: boolean;
  readonly schema?: WireSchema;
  readonly rows?: readonly WireRow[];
  /** Of the whole result, however many rows this page holds. */
  readonly totalRows?: string;
  readonly pageToken?: string;
  readonly totalBytesProcessed?: string;
  readonly cacheHit?: boolean;
};

export type WireDataset = {
  readonly location?: string;
  readonly labels?: Readonly<Record<string, string>>;
};

export type WireTable = {
  readonly tableReference: WireTableReference;
  /** `TABLE`, `VIEW`, `MATERIALIZED_VIEW`, `EXTERNAL`, `SNAPSHOT`. */
  readonly type?: string;
  readonly schema?: WireSchema;
  readonly timePartitioning?: { readonly type?: string; readonly field?: string };
};

export type WireTableList = {
  readonly tables?: readonly WireTable[];
  readonly nextPageToken?: string;
};
