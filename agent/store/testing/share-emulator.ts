import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { TestProject } from "vitest/node";
import { type FirestoreEmulator, startFirestoreEmulator } from "./firestore-emulator.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Answers with the emulator's `host:port`. */
    firestoreEmulatorUrl: string;
  }
}

let server: Server | undefined;
let emulator: Promise<FirestoreEmulator> | undefined;

/** One emulator for all test processes, started when the first of them asks. */
export async function setup(project: TestProject): Promise<void> {
  server = createServer(async (_, response) => {
    try {
      emulator ??= startFirestoreEmulator();
      response.end((await emulator).host);
    } catch (error) {
      response.writeHead(503).end(error instanceof Error ? error.message : String(error));
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address === "object" && address) {
    project.provide("firestoreEmulatorUrl", `http://127.0.0.1:${address.port}`);
  }
}

export async function teardown(): Promise<void> {
  server?.closeAllConnections();
  server?.close();
  // A start that failed has been told to the tests that asked.
  await emulator?.then((started) => started[Symbol.asyncDispose]()).catch(() => {});
}
