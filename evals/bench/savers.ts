import { Firestore } from "@google-cloud/firestore";
import { type BaseCheckpointSaver, MemorySaver } from "@langchain/langgraph-checkpoint";
import { createCheckpoints } from "../../agent/store/checkpoints.ts";
import { sizeOf } from "../../agent/store/document-fields.ts";
import type { Documents } from "../../agent/store/documents.ts";
import { openFirestore } from "../../agent/store/documents-firestore.ts";
import { openTemporary } from "../../agent/store/testing/open-temporary.ts";
import { loadSaver } from "./load-saver.ts";

/** What a saver has written so far; `commitMs` holds the time of each commit, where it can be told. */
export type Written = { commits: number; documents: number; bytes: number; commitMs: number[] };

export type MeasuredSaver = {
  readonly name: string;
  readonly saver: BaseCheckpointSaver;
  /** Undefined where nothing is written. */
  readonly written?: Written;
};

type OpenOptions = { readonly emulatorHost: string; readonly prototype?: string };

/** Each over an empty store of its own; those on Firestore share the emulator. */
export async function openSavers(
  { emulatorHost, prototype }: OpenOptions,
  opening: AsyncDisposableStack,
): Promise<readonly MeasuredSaver[]> {
  const sqlite = counted(opening.use(await openTemporary()));
  const firestore = counted(opening.use(await openFirestore({ project: "ours", emulatorHost })));
  return [
    { name: "MemorySaver", saver: new MemorySaver() },
    { name: "SQLite", saver: createCheckpoints(sqlite.documents), written: sqlite.written },
    {
      name: "Firestore",
      saver: createCheckpoints(firestore.documents),
      written: firestore.written,
    },
    ...(prototype === undefined ? [] : [await openPrototype(prototype, emulatorHost)]),
  ];
}

async function openPrototype(file: string, host: string): Promise<MeasuredSaver> {
  const Saver = await loadSaver(file);
  const credentials = { client_email: "emulator", private_key: "emulator" };
  const firestore = new Firestore({ projectId: "prototype", host, ssl: false, credentials });
  const written = countBatches(firestore);
  return { name: "Prototype", saver: new Saver({ firestore }), written };
}

function counted(documents: Documents): {
  readonly documents: Documents;
  readonly written: Written;
} {
  const written: Written = { commits: 0, documents: 0, bytes: 0, commitMs: [] };
  const commit: Documents["commit"] = async (writes) => {
    const start = performance.now();
    const done = await documents.commit(writes);
    written.commitMs.push(performance.now() - start);
    written.commits += 1;
    for (const write of writes) {
      if (write.kind === "put") count(written, write.fields);
    }
    return done;
  };
  return { documents: { ...documents, commit }, written };
}

function countBatches(firestore: Firestore): Written {
  const written: Written = { commits: 0, documents: 0, bytes: 0, commitMs: [] };
  const batchOf = firestore.batch.bind(firestore);
  firestore.batch = () => {
    const batch = batchOf();
    const { set, commit } = { set: batch.set.bind(batch), commit: batch.commit.bind(batch) };
    batch.set = (ref: Parameters<typeof set>[0], fields: object) => {
      count(written, fields);
      return set(ref, fields);
    };
    batch.commit = async () => {
      const start = performance.now();
      const result = await commit();
      written.commitMs.push(performance.now() - start);
      written.commits += 1;
      return result;
    };
    return batch;
  };
  return written;
}

function count(written: Written, fields: object): void {
  written.documents += 1;
  written.bytes += sizeOf({ ...fields });
}
