import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { TestProject } from "vitest/node";
import { type BuiltClient, buildClient } from "./build-client.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Answers with the folder of the built client. */
    builtClientUrl: string;
  }
}

let server: Server | undefined;
let client: Promise<BuiltClient> | undefined;

/** One built client for all test processes, made when the first of them asks. */
export async function setup(project: TestProject): Promise<void> {
  server = createServer(async (_, response) => {
    try {
      client ??= buildClient();
      response.end((await client).dist);
    } catch (error) {
      response.writeHead(503).end(error instanceof Error ? error.message : String(error));
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address === "object" && address) {
    project.provide("builtClientUrl", `http://127.0.0.1:${address.port}`);
  }
}

export async function teardown(): Promise<void> {
  server?.closeAllConnections();
  server?.close();
  // A build that failed has been told to the tests that asked.
  await client?.then(({ remove }) => remove()).catch(() => {});
}
