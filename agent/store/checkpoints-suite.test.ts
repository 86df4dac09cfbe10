import { randomUUID } from "node:crypto";
import { deltaChannelHistoryTests, validate } from "@langchain/langgraph-checkpoint-validation";
import { createCheckpoints } from "./checkpoints.ts";
import type { Documents } from "./documents.ts";
import { openFirestore } from "./documents-firestore.ts";
import { wipe } from "./testing/firestore-emulator.ts";
import { openTemporary } from "./testing/open-temporary.ts";
import { emulatorHost } from "./testing/stores.ts";

/** LangGraph's published suite for savers, whole, on both stores. */
let documents: Documents;

const onSqlite = {
  checkpointerName: "createCheckpoints() on SQLite",
  createCheckpointer: async () => {
    documents = await openTemporary();
    return createCheckpoints(documents);
  },
  destroyCheckpointer: async () => documents[Symbol.asyncDispose](),
};
validate(onSqlite);
deltaChannelHistoryTests(onSqlite);

describe("with one client of Firestore", () => {
  const project = `suite-${randomUUID()}`;
  let host: string;
  const onFirestore = {
    checkpointerName: "createCheckpoints() on Firestore",
    beforeAll: async () => {
      host = await emulatorHost();
      documents = await openFirestore({ project, emulatorHost: host });
    },
    afterAll: async () => documents[Symbol.asyncDispose](),
    createCheckpointer: async () => {
      await wipe(host, project);
      return createCheckpoints(documents);
    },
  };
  validate(onFirestore);
  deltaChannelHistoryTests(onFirestore);
});
