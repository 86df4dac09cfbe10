import type { SqlScope } from "../sql/guard.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** Who asks, and about which customer where it is about one alone. */
export type CustomerSession = {
  /** Role of the chatbot. */
  readonly role: string;
  /** Then the database shows rows of that customer only. */
  readonly customer?: string;
};

/** Where a workspace's customers are, beside its warehouse. Spoken to in BigQuery SQL that has passed the guard. */
export type CustomerDatabase = AsyncDisposable & {
  /** Tables and columns that the semantic model names; nothing else can be read. */
  readonly scope: SqlScope;
  /**
   * The database as a role of the chatbot sees it: through a database role of its own, which the database itself holds to
   * what that may read. A role without one gets every statement refused.
   */
  as(session: CustomerSession): Warehouse;
  /**
   * What the database lets the role read, each `table.column` in small letters; empty for a role that it does not know. Asked
   * once.
   *
   * @throws {TurnError} when the database is down; the reason of `signal` when that aborts.
   */
  readable(role: string, signal: AbortSignal): Promise<ReadonlySet<string>>;
  /** Starts in the background what the first question would have to wait for. Never throws. */
  warm(): void;
};
