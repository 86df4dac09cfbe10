import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { runScripts } from "../postgres-server.ts";

const run = promisify(execFile);

/** Postgres will not run as root; then anybody else does. */
async function owner(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string) => Number((await run("id", [flag, "nobody"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

/** True where PostgreSQL's programs are on the machine. */
export async function hasPostgres(): Promise<boolean> {
  return run("initdb", ["--version"]).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
}

/** A server of its own on loopback that holds what the scripts make; gone when it is disposed of. */
export async function openPostgres(
  scripts: readonly string[],
): Promise<AsyncDisposable & { readonly url: string }> {
  const as = await owner();
  const folder = await mkdtemp(join(tmpdir(), "postgres-"));
  if (as.uid !== undefined && as.gid !== undefined) await chown(folder, as.uid, as.gid);
  const data = join(folder, "data");
  await run("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"], as);
  const port = await freePort();
  const settings = ["fsync=off", "unix_socket_directories=", "listen_addresses=127.0.0.1"];
  const server = spawn(
    "postgres",
    ["-D", data, "-p", String(port), ...settings.flatMap((one) => ["-c", one])],
    { ...as, stdio: "ignore" },
  );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await ready(url);
  await runScripts(url, scripts);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      server.kill("SIGINT");
      await once(server, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ready(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const thrown = await runScripts(url, []).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    if (thrown === undefined) return;
    if (attempt > 200) throw new Error("PostgreSQL does not start", { cause: thrown });
    await sleep(50);
  }
}
