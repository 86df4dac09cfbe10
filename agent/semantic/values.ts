/** Distinct values of one field whose values are recognised in questions. */
export type FieldValues = {
  /** `dataset.field`. */
  readonly field: string;
  /** Sorted; at most 10,000. `complete` says whether that is all. */
  readonly values: readonly string[];
  readonly complete: boolean;
};
