import type { Policy } from "../policy.ts";
import type { Store } from "../semantic/stores.ts";
import type { CustomerDatabase } from "../sources/customer-database.ts";
import type { SqlScope } from "../sql/guard.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** A store of tables as the asker's role reaches it. `facts` is what the gate itself counts subjects with. */
export type Engine = {
  readonly name: Store;
  readonly scope: SqlScope;
  readonly asked: Pick<Warehouse, "query" | "asOf">;
  readonly facts: Pick<Warehouse, "query">;
  /** What the store itself lets the role read, each `table.column` in small letters; undefined where it makes no difference. */
  readonly readable?: (signal: AbortSignal) => Promise<ReadonlySet<string>>;
};

export type Engines = {
  readonly warehouse: Pick<Warehouse, "query" | "asOf">;
  readonly scope: SqlScope;
  readonly customers?: CustomerDatabase;
};

export type EngineOf = {
  readonly store?: Store;
  /** The customer that the statement is about, where it is about one alone. */
  readonly customer?: string;
  readonly role: Policy["role"];
};

/** Undefined where the workspace has no such store. */
export function engineFor(
  { store = "warehouse", customer, role }: EngineOf,
  { warehouse, scope, customers }: Engines,
): Engine | undefined {
  if (store === "warehouse")
    return { name: store, scope, asked: warehouse, facts: warehouse } satisfies Engine;
  return (
    customers &&
    ({
      name: store,
      scope: customers.scope,
      asked: customers.as({ role, ...(customer !== undefined && { customer }) }),
      facts: customers.as({ role: GATE_ROLE }),
      readable: (signal) => customers.readable(role, signal),
    } satisfies Engine)
  );
}

/** The database role of the gate's own counts, by its name among the workspace's. */
const GATE_ROLE = "gate";
