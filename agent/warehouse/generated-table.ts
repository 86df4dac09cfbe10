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

/**
 * Tables that the embedded engine makes itself, by its own SQL, in the schema of the dataset: for more rows than are worth
 * moving one by one. Temporary tables and macros last until all tables are made.
 */
export type GeneratedBySql = { readonly name: string; readonly statements: readonly string[] };

/** `rows`: about how many the largest table is to have, where the generator can make any number; else its own choice. */
export type GenerateOptions = { readonly rows?: number };

/** What a workspace's `data/generate.ts` exports as `generate`: every table once, the same bytes each time. */
export type Generate = (
  options: GenerateOptions,
) => Iterable<GeneratedTable | GeneratedBySql> | AsyncIterable<GeneratedTable | GeneratedBySql>;
