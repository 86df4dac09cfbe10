import { anchorPath, auditPath, lanePath, lanesPath, recordPath } from "./audit-paths.ts";
import { LaneMark } from "./audit-record.ts";
import { readLane } from "./audit-verify.ts";
import type { Documents, Write } from "./documents.ts";

type Purge = { readonly documents: Documents; readonly workspace: string; readonly before: string };

const BATCH = 200;

/**
 * Removes exactly the records written before the instant (ISO); how many. Where a lane then begins is kept, so that what
 * is left of the chain can still be verified.
 */
export async function purgeAudit(purge: Purge): Promise<number> {
  const { documents, workspace } = purge;
  const lanes = await documents.query({ from: lanesPath(workspace) });
  let removed = 0;
  for (const { path, fields, version } of lanes) {
    const lane = path.at(-1) ?? "";
    removed += await purgeLane(lane, purge);
    if (LaneMark.parse(fields).at < purge.before) await closeLane({ lane, version }, purge);
  }
  return removed;
}

async function purgeLane(lane: string, { documents, workspace, before }: Purge): Promise<number> {
  let removed = 0;
  for (;;) {
    const anchored = await documents.get(anchorPath(workspace, lane));
    const old = await oldest(lane, { documents, workspace, before });
    const last = old.at(-1);
    if (!last) return removed;
    const deletes = old.map(
      ({ seq }): Write => ({ kind: "delete", path: recordPath(workspace, lane, seq) }),
    );
    const { seq, hash, at } = last;
    const anchor: Write = {
      kind: "put",
      path: anchorPath(workspace, lane),
      fields: { seq, hash, at } satisfies LaneMark,
      when: anchored ? { version: anchored.version } : "absent",
    };
    // Another process that purges the same lane goes first: the anchor never goes back.
    if (!(await documents.commit([anchor, ...deletes]))) continue;
    removed += old.length;
    if (old.length < BATCH) return removed;
  }
}

/** Times never go back along a lane, so what is old stands at its beginning. */
async function oldest(lane: string, { documents, workspace, before }: Purge) {
  const old: LaneMark[] = [];
  for await (const { seq, hash, at } of readLane(documents, { workspace, lane })) {
    if (at >= before || old.length === BATCH) break;
    old.push({ seq, hash, at });
  }
  return old;
}

/** A lane whose last record is gone goes too; its process has left it by then. */
async function closeLane(
  { lane, version }: { readonly lane: string; readonly version: string },
  { documents, workspace }: Purge,
): Promise<void> {
  const count = await documents.get(auditPath(workspace));
  if (!count) return;
  const { opened = 0, closed = 0 } = count.fields;
  // Another process that purges or opens a lane goes first; then the next purge closes it.
  await documents.commit([
    {
      kind: "put",
      path: auditPath(workspace),
      fields: { opened: Number(opened), closed: Number(closed) + 1 },
      when: { version: count.version },
    },
    { kind: "delete", path: lanePath(workspace, lane), when: { version } },
    { kind: "delete", path: anchorPath(workspace, lane) },
  ]);
}
