import { createLane, type Lane } from "./audit-lane.ts";
import { lanesPath } from "./audit-paths.ts";
import { purgeAudit } from "./audit-purge.ts";
import { type AuditEntry, entriesOf } from "./audit-record.ts";
import { readLane, type Verdict, verifyAudit } from "./audit-verify.ts";
import type { Documents } from "./documents.ts";

/** Which entries to read; all that is given must hold. `from` and `to` are ISO instants, `to` exclusive. */
export type AuditFilter = Partial<Pick<AuditEntry, "user" | "role" | "session" | "source">> & {
  readonly decision?: AuditEntry["decision"];
  readonly from?: string;
  readonly to?: string;
};

/** Who asked what of which source, one chain a workspace: appended to, never changed, removed only by age. */
export type Audit = {
  /**
   * Returns once the entries are stored; what is appended meanwhile goes into one record.
   *
   * @throws {TurnError} `upstream` when the store does not take them.
   */
  append(workspace: string, entries: readonly AuditEntry[]): Promise<void>;
  /** Oldest first. */
  read(workspace: string, filter?: AuditFilter): Promise<readonly AuditEntry[]>;
  verify(workspace: string): Promise<Verdict>;
  /** Removes exactly what is older; how many records. */
  purge(workspace: string, keepDays: number): Promise<number>;
};

const DAY_MS = 24 * 60 * 60 * 1000;

export type AuditOptions = {
  /** Unix ms. */
  readonly now?: () => number;
};

export function createAudit(documents: Documents, { now = Date.now }: AuditOptions = {}): Audit {
  const lanes = new Map<string, Lane>();
  const laneOf = (workspace: string) => {
    const lane = lanes.get(workspace) ?? createLane(workspace, { documents, now });
    lanes.set(workspace, lane);
    return lane;
  };
  return {
    append: (workspace, entries) =>
      entries.length === 0 ? Promise.resolve() : laneOf(workspace).append(entries),
    read: async (workspace, filter = {}) => {
      const found: AuditEntry[] = [];
      for (const { path } of await documents.query({ from: lanesPath(workspace) })) {
        const lane = path.at(-1) ?? "";
        for await (const record of readLane(documents, { workspace, lane })) {
          found.push(...entriesOf(record).filter((entry) => matches(entry, filter)));
        }
      }
      return found.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    },
    verify: (workspace) => verifyAudit(documents, workspace),
    purge: (workspace, keepDays) => {
      const before = new Date(now() - keepDays * DAY_MS).toISOString();
      return purgeAudit({ documents, workspace, before });
    },
  };
}

function matches(entry: AuditEntry, { from, to, ...equal }: AuditFilter): boolean {
  if (from !== undefined && entry.at < from) return false;
  if (to !== undefined && entry.at >= to) return false;
  return Object.entries(equal).every(
    ([key, value]) => value === undefined || Object(entry)[key] === value,
  );
}
