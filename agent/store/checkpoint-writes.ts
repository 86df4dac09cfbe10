import {
  type CheckpointPendingWrite,
  compareWritesSortKeys,
  type PendingWrite,
  type SerializerProtocol,
  WRITES_IDX_MAP,
  writesSortKey,
} from "@langchain/langgraph-checkpoint";
import { type Chunked, commitChunked, fromChunks, toChunks } from "./chunks.ts";
import type { DocumentPath, Documents, StoredDocument, Value } from "./documents.ts";

/** The task whose writes they are; `path` is what LangGraph orders tasks by. */
export type WritingTask = { readonly id: string; readonly path: string };

export type WritesContext = {
  readonly documents: Documents;
  readonly serde: SerializerProtocol;
  readonly expireAtMs: number;
};

type Row = { readonly path: DocumentPath; readonly index: number; readonly chunked: Chunked };

/** Keeps a task's writes beneath the checkpoint at `path`. The first value of a write stays; LangGraph's own signals (negative index) are replaced. */
export async function saveWrites(
  context: WritesContext,
  path: DocumentPath,
  { task, writes }: { task: WritingTask; writes: readonly PendingWrite[] },
): Promise<void> {
  const { documents, serde, expireAtMs } = context;
  const rows = await Promise.all(
    writes.map(async ([channel, value], position): Promise<Row> => {
      const index = WRITES_IDX_MAP[channel] ?? position;
      const rowPath = [...path, "writes", `${task.id}~${index}`];
      const [type, bytes] = await serde.dumpsTyped(value);
      const { fields, writes: chunks } = await toChunks(rowPath, bytes, expireAtMs);
      const described = { task: task.id, taskPath: task.path, index, channel, type };
      return {
        path: rowPath,
        index,
        chunked: { fields: { ...described, ...fields }, writes: chunks },
      };
    }),
  );
  const signals = rows.filter(({ index }) => index < 0);
  let fresh = rows.filter(({ index }) => index >= 0);
  while (!(await commitRows(context, [...signals, ...fresh]))) {
    const found = await documents.getMany(fresh.map((row) => row.path));
    fresh = fresh.filter((_, position) => found[position] === undefined);
  }
}

/** A checkpoint's writes in the order LangGraph applies them; of one channel only, where given. */
export async function readWrites(
  { documents, serde }: Omit<WritesContext, "expireAtMs">,
  path: DocumentPath,
  channel?: string,
): Promise<CheckpointPendingWrite[]> {
  const found = await documents.query({
    from: [...path, "writes"],
    where: channel === undefined ? [] : [{ field: "channel", is: "=", value: channel }],
  });
  const sorted = found
    .map((row) => ({ row, key: sortKey(row) }))
    .sort((a, b) => compareWritesSortKeys(a.key, b.key));
  return Promise.all(
    sorted.map(async ({ row }): Promise<CheckpointPendingWrite> => {
      const { task, type, channel: written } = row.fields;
      const value = await serde.loadsTyped(toText(type), await fromChunks(documents, row));
      return [toText(task), toText(written), value];
    }),
  );
}

function commitRows({ documents, expireAtMs }: WritesContext, rows: Row[]): Promise<boolean> {
  return commitChunked(
    documents,
    rows.flatMap((row) => row.chunked.writes),
    rows.map(({ path, index, chunked }) => ({
      kind: "put",
      path,
      fields: chunked.fields,
      expireAtMs,
      ...(index >= 0 && { when: "absent" }),
    })),
  );
}

function sortKey({ fields }: StoredDocument): ReturnType<typeof writesSortKey> {
  return writesSortKey(toText(fields["taskPath"]), toText(fields["task"]), Number(fields["index"]));
}

function toText(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
