import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The service as `npm start` runs it, in a process of its own; disposing of it stops it. */
export type RunningService = AsyncDisposable & { readonly url: string };

const ENTRY = fileURLToPath(new URL("../../server/main.ts", import.meta.url));

const OPEN_MS = 300_000;

/** Comes back once all workspaces are open. @throws {Error} with what the service wrote, when it ends before that. */
export async function startService(env: Readonly<Record<string, string>>): Promise<RunningService> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ENTRY], {
    stdio: ["ignore", "pipe", "pipe"],
    // Nothing of this shell's settings: no key, no other store.
    env: { PORT: "0", ...env },
  });
  const exited = once(child, "exit").then(() => undefined);
  const url = await readAddress(child, exited, /"url":"(http[^"]+)/);
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  const deadlineMs = performance.now() + OPEN_MS;
  let warnings: readonly string[] | undefined;
  while (warnings?.length !== 0) {
    if (performance.now() > deadlineMs) {
      await stop();
      throw new Error(`The service is not whole: ${warnings?.join("; ")}`);
    }
    await pause(100);
    warnings = (await readiness(url)).warnings;
  }
  return { url, [Symbol.asyncDispose]: stop };
}

async function readiness(url: string): Promise<{ readonly warnings?: readonly string[] }> {
  const response = await fetch(`${url}/readyz`);
  return (await response.json()) as { warnings?: string[] };
}

/** What the process says that it listens on: the first match's group. @throws {Error} with what it wrote, when it ends before. */
export async function readAddress(
  { stdout, stderr }: ChildProcess,
  exited: Promise<undefined>,
  pattern: RegExp,
): Promise<string> {
  let output = "";
  const ready = new Promise<string>((resolve) => {
    const read = (text: Buffer) => {
      // What comes later is read, so that the service is not held up, and let go.
      if (output.length < 100_000) output += text;
      const url = pattern.exec(output)?.[1];
      if (url) resolve(url);
    };
    stdout?.on("data", read);
    stderr?.on("data", read);
  });
  const url = await Promise.race([ready, exited]);
  if (!url) throw new Error(`The service did not start:\n${output}`);
  return url;
}
