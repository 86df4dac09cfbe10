import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const BUILD = fileURLToPath(new URL("../build.ts", import.meta.url));
const run = promisify(execFile);

/** A client as it ships, built by the command that builds it. Removed by `remove`. */
export type BuiltClient = {
  readonly dist: string;
  readonly build: (...options: readonly string[]) => Promise<string>;
  readonly remove: () => Promise<void>;
};

/** Has the client that the service serves built from what is there now, as `npm start` does. */
export async function freshClient(): Promise<void> {
  await run(process.execPath, [BUILD, "--if-stale"], { env: {} });
}

/** Builds in a folder of its own, in a process of its own: the tests' settings do not reach it. */
export async function buildClient(): Promise<BuiltClient> {
  const dist = await mkdtemp(path.join(os.tmpdir(), "insight-agent-client-"));
  const build = async (...options: readonly string[]) =>
    (await run(process.execPath, [BUILD, "--out", dist, ...options], { env: {} })).stdout;
  await build();
  return { dist, build, remove: () => rm(dist, { recursive: true }) };
}
