import { anchorPath, auditPath, lanesPath, recordsPath } from "./audit-paths.ts";
import {
  type AuditRecord,
  digest,
  entriesOf,
  firstHash,
  hashOf,
  LaneMark,
  toRecord,
} from "./audit-record.ts";
import type { Documents, StoredDocument } from "./documents.ts";

/** Whether the chain of a workspace is whole. `digest` stands for all of it: kept elsewhere, it shows what was rewritten since. */
export type Verdict = {
  readonly lanes: number;
  readonly records: number;
  readonly entries: number;
  /** In sentences; empty when nothing is missing or changed. */
  readonly problems: readonly string[];
  readonly digest: string;
};

const PAGE = 200;

/** Reads the whole audit of a workspace and recomputes every hash. */
export async function verifyAudit(documents: Documents, workspace: string): Promise<Verdict> {
  const [count, lanes] = await Promise.all([
    documents.get(auditPath(workspace)),
    documents.query({ from: lanesPath(workspace) }),
  ]);
  const checked = await Promise.all(
    lanes.map((lane) => verifyLane({ documents, workspace }, lane)),
  );
  const expected = Number(count?.fields["opened"] ?? 0) - Number(count?.fields["closed"] ?? 0);
  const lost =
    expected === lanes.length
      ? []
      : [`There should be ${expected} lanes and there are ${lanes.length}`];
  const heads = lanes.map(({ path, fields }) => `${path.at(-1)} ${String(fields["hash"])}`);
  return {
    lanes: lanes.length,
    records: checked.reduce((sum, one) => sum + one.records, 0),
    entries: checked.reduce((sum, one) => sum + one.entries, 0),
    problems: [...lost, ...checked.flatMap(({ problems }) => problems)],
    digest: digest([workspace, ...heads.toSorted()]),
  };
}

type Place = { readonly documents: Documents; readonly workspace: string };

async function verifyLane({ documents, workspace }: Place, stored: StoredDocument) {
  const lane = stored.path.at(-1) ?? "";
  const head = LaneMark.parse(stored.fields);
  const anchor = await documents.get(anchorPath(workspace, lane));
  const start: LaneMark = anchor
    ? LaneMark.parse(anchor.fields)
    : { seq: 0, hash: firstHash(workspace, lane), at: "" };
  const problems: string[] = [];
  let last = start;
  let records = 0;
  let entries = 0;
  for await (const record of readLane(documents, { workspace, lane })) {
    // What was written since the head was read is for the next time.
    if (record.seq > head.seq) break;
    const problem = problemOf(record, last, workspace);
    if (problem !== undefined) problems.push(`Lane ${lane}: ${problem}`);
    last = record;
    records += 1;
    entries += countOf(record);
  }
  if (last.seq < head.seq) {
    problems.push(`Lane ${lane}: records ${last.seq + 1} to ${head.seq} are missing at its end`);
  } else if (last.hash !== head.hash) problems.push(`Lane ${lane}: its end is another's`);
  return { problems, records, entries };
}

function problemOf(
  record: AuditRecord,
  last: Pick<LaneMark, "seq" | "hash">,
  workspace: string,
): string | undefined {
  if (record.seq !== last.seq + 1) {
    return `records ${last.seq + 1} to ${record.seq - 1} are missing`;
  }
  if (record.prev !== last.hash) return `record ${record.seq} does not follow the one before it`;
  return hashOf(workspace, record) === record.hash
    ? undefined
    : `record ${record.seq} was changed after it was written`;
}

function countOf(record: AuditRecord): number {
  try {
    return entriesOf(record).length;
  } catch {
    return 0; // A changed record is told of by its hash.
  }
}

/** Records of a lane, oldest first. */
export async function* readLane(
  documents: Documents,
  { workspace, lane }: { readonly workspace: string; readonly lane: string },
): AsyncGenerator<AuditRecord> {
  let after: StoredDocument | undefined;
  for (;;) {
    const page: readonly StoredDocument[] = await documents.query({
      from: recordsPath(workspace, lane),
      orderBy: { field: "seq", direction: "ascending" },
      limit: PAGE,
      ...(after && { after }),
    });
    for (const stored of page) yield toRecord(stored);
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}
