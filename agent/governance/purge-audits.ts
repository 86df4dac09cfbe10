import type { OpenWorkspace } from "../deps.ts";
import type { Audit } from "../store/audit.ts";

/** Removes from the audit of every workspace what is older than the workspace says, else than `days`; how many records. */
export async function purgeAudits(
  workspaces: ReadonlyMap<string, Pick<OpenWorkspace, "governance">>,
  audit: Pick<Audit, "purge">,
  days: number,
): Promise<number> {
  let removed = 0;
  for (const [name, { governance }] of workspaces) {
    removed += await audit.purge(name, governance?.access.keepDays ?? days);
  }
  return removed;
}
