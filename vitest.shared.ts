import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Answers with what all test processes share, by its name. */
    sharedUrl: string;
  }
}

/** What is shared: under which name, and where tests find it. */
type Made = { readonly place: string; readonly end: () => PromiseLike<unknown> };

/** Made when the first test asks. What a file of tests starts for itself alone costs it a second. */
const MAKERS = {
  /** The `host:port` of the Firestore emulator. */
  firestore: async () => {
    const { startFirestoreEmulator } = await import("./agent/store/testing/firestore-emulator.ts");
    const emulator = await startFirestoreEmulator();
    return { place: emulator.host, end: () => emulator[Symbol.asyncDispose]() };
  },
  /** The folder of the client as it ships. */
  client: async () => {
    const { buildClient } = await import("./web/testing/build-client.ts");
    const client = await buildClient();
    return { place: client.dist, end: client.remove };
  },
  /** The address of a browser, see `connect-browser.ts`. */
  browser: async () => {
    const { serveBrowser } = await import("./web/testing/browser.ts");
    const browser = await serveBrowser();
    return { place: browser.wsEndpoint(), end: () => browser.close() };
  },
} as const satisfies Record<string, () => Promise<Made>>;

type Name = keyof typeof MAKERS;

let server: Server | undefined;
const made = new Map<string, Promise<Made>>();

/** Vitest calls it before any test. */
export async function setup(project: TestProject): Promise<void> {
  server = createServer(async (request, response) => {
    try {
      response.end((await make(request.url?.slice(1) ?? "")).place);
    } catch (error) {
      response.writeHead(503).end(error instanceof Error ? error.message : String(error));
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address === "object" && address) {
    project.provide("sharedUrl", `http://127.0.0.1:${address.port}`);
  }
}

/** Vitest calls it after all tests. */
export async function teardown(): Promise<void> {
  server?.closeAllConnections();
  server?.close();
  // What could not be made has been told to the tests that asked.
  await Promise.allSettled([...made.values()].map(async (one) => (await one).end()));
}

/**
 * Where a test finds what all share.
 *
 * @throws {Error} with the words of what could not be made: `[because …]` where this machine cannot.
 */
export async function shared(name: Name): Promise<string> {
  const response = await fetch(`${inject("sharedUrl")}/${name}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

function make(name: string): Promise<Made> {
  if (!isName(name)) throw new Error(`Cannot share "${name}": nothing makes it`);
  const known = made.get(name) ?? MAKERS[name]();
  made.set(name, known);
  return known;
}

function isName(name: string): name is Name {
  return Object.hasOwn(MAKERS, name);
}
