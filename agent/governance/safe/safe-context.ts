import type { Result } from "../../failure.ts";
import type { SemanticModel } from "../../semantic/model.ts";
import type { CompileOptions } from "../../semantic/pass-sql.ts";
import type { QueryResult } from "../../warehouse/warehouse.ts";
import type { Access } from "../access.ts";

/** What the gate asks the data itself, to know what it may show. Nothing of the answers leaves it. */
export type SafeContext = {
  /** Without limits. */
  readonly model: SemanticModel;
  readonly options: CompileOptions;
  readonly access: Access;
  /** Runs a statement of the gate's own; more rows than `maxRows` are cut off. */
  readonly ask: (sql: string, maxRows: number) => Promise<Result<QueryResult>>;
};
