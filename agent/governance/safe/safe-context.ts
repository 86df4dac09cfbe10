import type { Result } from "../../failure.ts";
import type { SemanticModel } from "../../semantic/model.ts";
import type { CompileOptions } from "../../semantic/pass-sql.ts";
import type { Coverage } from "../../semantic/time-range.ts";
import type { QueryResult } from "../../warehouse/warehouse.ts";
import type { Access } from "../access.ts";

/** What the gate asks the data itself, to know what it may show. Nothing of the answers leaves it. */
export type SafeContext = {
  /** Without limits. */
  readonly model: SemanticModel;
  readonly options: CompileOptions;
  readonly access: Access;
  /** Where the data begin and end as who asks may know it, by id of the field that periods apply to. */
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** ISO. */
  readonly today: string;
  /** Runs a statement of the gate's own; more rows than `maxRows` are cut off. */
  readonly ask: (sql: string, maxRows: number) => Promise<Result<QueryResult>>;
};
