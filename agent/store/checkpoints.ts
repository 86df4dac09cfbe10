import type { RunnableConfig } from "@langchain/core/runnables";
import {
  BaseCheckpointSaver,
  type ChannelVersions,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  copyCheckpoint,
  getCheckpointId,
  maxChannelVersion,
  type PendingWrite,
  TASKS,
} from "@langchain/langgraph-checkpoint";
import {
  type CheckpointAddress,
  checkpointPath,
  namespaceOf,
  namespacePath,
  required,
  textOf,
  threadPath,
  toConfig,
  toQuery,
  writableThread,
} from "./checkpoint-layout.ts";
import { readWrites, saveWrites, type WritesContext } from "./checkpoint-writes.ts";
import { commitChunked, fromChunks, toChunks } from "./chunks.ts";
import { isList } from "./document-fields.ts";
import type { DocumentQuery, Documents, StoredDocument } from "./documents.ts";

export type CheckpointOptions = {
  /** Unix ms. */
  readonly now?: () => number;
  /** How long a checkpoint is kept; longer than a session lives without a turn. Default 48 hours. */
  readonly keepMs?: number;
  /** How many ancestors of the newest checkpoint are kept, some more for a while. Default 16. */
  readonly keepAncestors?: number;
};

const HOUR_MS = 60 * 60 * 1000;
/** Ancestors are removed this many at once, so that most puts cost one commit. */
const PRUNE_BATCH = 16;
const PAGE = 50;
const LINEAGES = 500;

/**
 * LangGraph's checkpoints on either store. Each checkpoint is a whole snapshot, so that forks, expiry and pruning never leave one
 * that cannot be read.
 */
export function createCheckpoints(
  documents: Documents,
  options: CheckpointOptions = {},
): BaseCheckpointSaver {
  return new DocumentCheckpoints(documents, options);
}

/** A class because LangGraph's contract is one. */
class DocumentCheckpoints extends BaseCheckpointSaver {
  readonly #documents: Documents;
  readonly #options: Required<CheckpointOptions>;
  /** Ancestors, newest first, of checkpoints lately read or written; spares `put` a read. */
  readonly #lineages = new Map<string, readonly string[]>();

  constructor(documents: Documents, options: CheckpointOptions) {
    super();
    this.#documents = documents;
    this.#options = { now: Date.now, keepMs: 48 * HOUR_MS, keepAncestors: 16, ...options };
  }

  async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const thread = textOf(config, "thread_id");
    if (!thread) return undefined;
    const namespace = namespaceOf(config) ?? "";
    const id = getCheckpointId(config);
    const found = id
      ? await this.#documents.get(checkpointPath({ thread, namespace, id }))
      : await this.#newest({ thread, namespace });
    return found && this.#toTuple(found);
  }

  async *list(
    config: RunnableConfig,
    { before, filter, limit = Number.POSITIVE_INFINITY }: CheckpointListOptions = {},
  ): AsyncGenerator<CheckpointTuple> {
    let left = limit;
    if (left <= 0) return;
    for await (const found of this.#pages({ ...toQuery(config, before), limit: PAGE })) {
      if (!(await this.#matches(found, filter))) continue;
      yield await this.#toTuple(found);
      left -= 1;
      if (left <= 0) return;
    }
  }

  async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    ...[metadata, newVersions]: [CheckpointMetadata, ChannelVersions]
  ): Promise<RunnableConfig> {
    const address = { ...writableThread(config), id: checkpoint.id };
    const parent = textOf(config, "checkpoint_id");
    const snapshot = copyCheckpoint(checkpoint);
    // The first checkpoint holds only what was written to it (LangGraph's suite wants so).
    if (!parent) snapshot.channel_values = pick(snapshot.channel_values, Object.keys(newVersions));
    const lineage = parent ? await this.#lineageAfter({ ...address, id: parent }) : [];
    const { ancestors, gone } = this.#prune(lineage);
    const path = checkpointPath(address);
    const expireAtMs = this.#expireAtMs();
    const [type, bytes] = await this.serde.dumpsTyped(snapshot);
    const [metadataType, metadataBytes] = await this.serde.dumpsTyped(metadata);
    const { fields: packed, writes: chunks } = await toChunks(path, bytes, expireAtMs);
    const fields = {
      ...address,
      ancestors,
      type,
      metadataType,
      metadata: metadataBytes,
      ...packed,
    };
    await Promise.all([
      commitChunked(this.#documents, chunks, [{ kind: "put", path, fields, expireAtMs }]),
      ...gone.map((id) => this.#documents.deleteTree(checkpointPath({ ...address, id }))),
    ]);
    this.#remember(address, ancestors);
    return toConfig(address);
  }

  async putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    ...[taskId, taskPath = ""]: [string, string?]
  ): Promise<void> {
    const path = checkpointPath({
      ...writableThread(config),
      id: required(config, "checkpoint_id"),
    });
    const task = { id: taskId, path: taskPath };
    await saveWrites(this.#writesContext(), path, { task, writes });
  }

  async deleteThread(threadId: string): Promise<void> {
    const thread = required({ configurable: { thread_id: threadId } }, "thread_id");
    await this.#documents.deleteTree(threadPath(thread));
  }

  async *#pages(query: DocumentQuery): AsyncGenerator<StoredDocument> {
    let after: StoredDocument | undefined;
    do {
      const page = await this.#documents.query({ ...query, ...(after && { after }) });
      yield* page;
      after = page.at(-1);
    } while (after);
  }

  async #matches(
    found: StoredDocument,
    filter: Readonly<Record<string, unknown>> = {},
  ): Promise<boolean> {
    const metadata: Record<string, unknown> = await this.#metadataOf(found);
    return Object.entries(filter).every(([key, value]) => metadata[key] === value);
  }

  async #newest(thread: Omit<CheckpointAddress, "id">): Promise<StoredDocument | undefined> {
    const orderBy = { field: "id", direction: "descending" } as const;
    const [found] = await this.#documents.query({ from: namespacePath(thread), orderBy, limit: 1 });
    return found;
  }

  async #toTuple(found: StoredDocument): Promise<CheckpointTuple> {
    const address = addressOf(found);
    const [bytes, metadata, pendingWrites] = await Promise.all([
      fromChunks(this.#documents, found),
      this.#metadataOf(found),
      readWrites(this.#writesContext(), found.path),
    ]);
    const checkpoint: Checkpoint = await this.serde.loadsTyped(String(found.fields["type"]), bytes);
    const ancestors = ancestorsOf(found);
    this.#remember(address, ancestors);
    const [parent] = ancestors;
    if (parent === undefined) {
      return { config: toConfig(address), checkpoint, metadata, pendingWrites };
    }
    if (checkpoint.v < 4) await this.#addPendingSends(checkpoint, { ...address, id: parent });
    const parentConfig = toConfig({ ...address, id: parent });
    return { config: toConfig(address), checkpoint, metadata, pendingWrites, parentConfig };
  }

  /** Before format 4, what was sent to tasks stood among the writes of the parent. */
  async #addPendingSends(checkpoint: Checkpoint, parent: CheckpointAddress): Promise<void> {
    const sends = await readWrites(this.#writesContext(), checkpointPath(parent), TASKS);
    const versions = Object.values(checkpoint.channel_versions);
    checkpoint.channel_values[TASKS] = sends.map(([, , value]) => value);
    checkpoint.channel_versions[TASKS] =
      versions.length > 0 ? maxChannelVersion(...versions) : this.getNextVersion(undefined);
  }

  #metadataOf({ fields }: StoredDocument): Promise<CheckpointMetadata> {
    const { metadata, metadataType } = fields;
    if (!(metadata instanceof Uint8Array))
      throw new Error("Cannot read a checkpoint without metadata");
    return this.serde.loadsTyped(String(metadataType), metadata);
  }

  /** The ancestors of a child of `parent`, newest first. */
  async #lineageAfter(parent: CheckpointAddress): Promise<readonly string[]> {
    const known = this.#lineages.get(JSON.stringify(checkpointPath(parent)));
    const stored = known ?? ancestorsOf(await this.#documents.get(checkpointPath(parent)));
    return [parent.id, ...stored];
  }

  /** `gone` are ancestors beyond the limit, once there are enough of them. */
  #prune(lineage: readonly string[]) {
    const keep = this.#options.keepAncestors;
    const most = lineage.length < keep + PRUNE_BATCH ? lineage.length : keep;
    return { ancestors: lineage.slice(0, most), gone: lineage.slice(most) };
  }

  #remember(address: CheckpointAddress, ancestors: readonly string[]): void {
    this.#lineages.set(JSON.stringify(checkpointPath(address)), ancestors);
    const [oldest] = this.#lineages.keys();
    if (this.#lineages.size > LINEAGES && oldest) this.#lineages.delete(oldest);
  }

  #expireAtMs(): number {
    return this.#options.now() + this.#options.keepMs;
  }

  #writesContext(): WritesContext {
    return { documents: this.#documents, serde: this.serde, expireAtMs: this.#expireAtMs() };
  }
}

function addressOf({ fields }: StoredDocument): CheckpointAddress {
  const { thread, namespace, id } = fields;
  return { thread: String(thread), namespace: String(namespace), id: String(id) };
}

function ancestorsOf(found: StoredDocument | undefined): readonly string[] {
  const ancestors = found?.fields["ancestors"];
  return isList(ancestors) ? ancestors.map(String) : [];
}

function pick<T>(object: Record<string, T>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));
}
