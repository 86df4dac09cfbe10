import { z } from "zod";
import { type Policy, pseudonymOf } from "../policy.ts";
import type { CollectionPath, Documents } from "./documents.ts";

/** A part of the data whose figures a person was shown. `slice` says which, as JSON; `hidden` names the cells that were kept back. */
export type LedgerEntry = {
  readonly id: string;
  /** The dataset whose rows it is of. */
  readonly base: string;
  readonly slice: string;
  readonly hidden: readonly string[];
};

/** What each person was shown of a workspace, whatever they forget or delete: so that no later figure gives away a difference. */
export type Ledgers = {
  /** In no order; those of one dataset. */
  list(policy: Policy, base: string): Promise<readonly LedgerEntry[]>;
  /** Replaces the entry of the same id; kept for so many days from now. */
  put(policy: Policy, entry: LedgerEntry, keepDays: number): Promise<void>;
  remove(policy: Policy, id: string): Promise<void>;
};

const Stored = z.object({
  id: z.string(),
  base: z.string(),
  slice: z.string(),
  hidden: z.array(z.string()),
});

const DAY_MS = 24 * 60 * 60 * 1000;

export function createLedgers(documents: Documents, now: () => number = Date.now): Ledgers {
  return {
    list: async (policy, base) => {
      const where = [{ field: "base", is: "=", value: base } as const];
      const found = await documents.query({ from: slicesPath(policy), where });
      return found.map(({ fields }) => Stored.parse(fields));
    },
    put: async (policy, entry, keepDays) => {
      const path = [...slicesPath(policy), entry.id];
      const expireAtMs = now() + keepDays * DAY_MS;
      await documents.commit([{ kind: "put", path, fields: entry, expireAtMs }]);
    },
    remove: async (policy, id) => {
      await documents.commit([{ kind: "delete", path: [...slicesPath(policy), id] }]);
    },
  };
}

/** By a name that does not tell who it is: the ledger outlives what is kept of the person. */
function slicesPath(policy: Policy): CollectionPath {
  return ["ledgers", policy.workspace, "persons", pseudonymOf(policy), "slices"];
}
