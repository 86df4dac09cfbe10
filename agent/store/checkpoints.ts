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
};

const HOUR_MS = 60 * 60 * 1000;
const PAGE = 50;

/**
 * LangGraph's checkpoints on either store. Each checkpoint is a whole snapshot, so that neither forks nor expiry leave one that cannot
 * be read. Old ones go by expiry alone: a turn writes one document and removes none.
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

  constructor(documents: Documents, options: CheckpointOptions) {
    super();
    this.#documents = documents;
    this.#options = { now: Date.now, keepMs: 48 * HOUR_MS, ...options };
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
    const path = checkpointPath(address);
    const expireAtMs = this.#expireAtMs();
    const [type, bytes] = await this.serde.dumpsTyped(snapshot);
    const [metadataType, metadataBytes] = await this.serde.dumpsTyped(metadata);
    const { fields: packed, writes: chunks } = await toChunks(path, bytes, expireAtMs);
    const fields = {
      ...address,
      parent,
      type,
      metadataType,
      metadata: metadataBytes,
      ...packed,
    };
    await commitChunked(this.#documents, chunks, [{ kind: "put", path, fields, expireAtMs }]);
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
    const parent = parentOf(found);
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

/** Version 0.1 kept a list of ancestors, the parent first. */
function parentOf({ fields: { parent, ancestors } }: StoredDocument): string | undefined {
  const first = parent ?? (isList(ancestors) ? ancestors[0] : undefined);
  return typeof first === "string" ? first : undefined;
}

function pick<T>(object: Record<string, T>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));
}
