export type GeneratedType =
  | "STRING"
  | "INT64"
  | "NUMERIC"
  | "DATE"
  | "BOOL"
  | "FLOAT64"
  | "TIMESTAMP";

/**
 * One table as a workspace's generator makes it; cells in the order of `columns`. NUMERIC cells are decimal
 * strings ("1234.56", exact to the cent), DATE "YYYY-MM-DD", TIMESTAMP an ISO instant.
 */
export type GeneratedTable = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: GeneratedType }[];
  readonly rows: Iterable<readonly (string | number | boolean | null)[]>;
};

/** What a workspace's `data/generate.ts` exports as `generate`: every table once, the same bytes each time. */
export type Generate = () => Iterable<GeneratedTable> | AsyncIterable<GeneratedTable>;
