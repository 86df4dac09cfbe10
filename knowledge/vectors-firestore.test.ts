import { randomUUID } from "node:crypto";
import { createFirestoreClient } from "../agent/store/firestore-client.ts";
import { emulatorHost } from "../agent/store/testing/stores.ts";
import { testVectorStore } from "./vector-store.contract.ts";
import { createFirestoreVectors } from "./vectors-firestore.ts";

const db = createFirestoreClient({
  project: `test-${randomUUID()}`,
  emulatorHost: await emulatorHost(),
});
afterAll(() => db.terminate());

// Workspaces of one database, so that each sees only its own is tested by every test.
testVectorStore("createFirestoreVectors()", async () => {
  const workspace = randomUUID();
  return () => createFirestoreVectors({ db, workspace });
});
