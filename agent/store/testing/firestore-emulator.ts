import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

export type FirestoreEmulator = AsyncDisposable & { readonly host: string };

const START_MS = 30_000;
const JAR = "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";

/**
 * The official emulator as a process of its own on a free port, ready when this returns.
 *
 * @throws {Error} `[because …]` when the Google Cloud SDK, its emulator component or Java is missing.
 */
export async function startFirestoreEmulator(): Promise<FirestoreEmulator> {
  const jar = join(await sdkRoot(), JAR);
  if (!existsSync(jar)) throw because(`the emulator is not installed at ${jar}`);
  const host = `127.0.0.1:${await freePort()}`;
  const [hostName, port] = host.split(":");
  const main = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";
  const flags = ["-Xmx512m", "-XX:TieredStopAtLevel=1", "-Duser.language=en"];
  const emulator = spawn(
    "java",
    [...flags, "-cp", jar, main, "start", `--host=${hostName}`, `--port=${port}`],
    { stdio: "ignore" },
  );
  const failed = once(emulator, "exit").then(() => "it ended");
  const broken = once(emulator, "error").then(([error]) => String(error));
  const problem = await Promise.race([answers(host), failed, broken]);
  if (problem) {
    await stop(emulator);
    throw because(`the emulator did not start: ${problem}`);
  }
  return { host, [Symbol.asyncDispose]: () => stop(emulator) };
}

/** Removes every document of a project. */
export async function wipe(host: string, project: string): Promise<void> {
  const url = `http://${host}/emulator/v1/projects/${project}/databases/(default)/documents`;
  const response = await fetch(url, { method: "DELETE" });
  if (!response.ok)
    throw new Error(`Cannot wipe "${project}": the emulator said ${response.status}`);
}

/** Where the command stands, or where it says so itself, which takes it a second. */
async function sdkRoot(): Promise<string> {
  const run = promisify(execFile);
  try {
    const { stdout } = await run("sh", ["-c", 'readlink -f "$(command -v gcloud)"']);
    const root = dirname(dirname(stdout.trim()));
    if (existsSync(join(root, JAR))) return root;
    const asked = ["info", "--format=value(installation.sdk_root)"];
    return (await run("gcloud", asked)).stdout.trim();
  } catch (cause) {
    throw because("the Google Cloud SDK (gcloud) is not installed", cause);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || !address) throw new Error("Cannot find a free port");
  return address.port;
}

/** Undefined once it answers, else what went wrong. */
async function answers(host: string): Promise<string | undefined> {
  const start = performance.now();
  while (performance.now() - start < START_MS) {
    try {
      await fetch(`http://${host}/`);
      return undefined;
    } catch {
      // Refused while it is starting.
      await sleep(25);
    }
  }
  return `no answer within ${START_MS} ms`;
}

async function stop(emulator: ChildProcess): Promise<void> {
  if (emulator.exitCode !== null || emulator.signalCode !== null) return;
  emulator.kill("SIGKILL");
  await once(emulator, "exit");
}

function because(reason: string, cause?: unknown): Error {
  return new Error(`Cannot test on Firestore [because ${reason}]`, { cause });
}
