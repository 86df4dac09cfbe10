import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Planned, Point } from "./faults.ts";
import { FromServer, type ServerOptions } from "./server-messages.ts";

const ENTRY = fileURLToPath(new URL("fault-server.ts", import.meta.url));

/** A server in a process of its own; disposing of it kills it. */
export type ServerProcess = AsyncDisposable & {
  readonly url: string;
  /** From here on, points are counted anew and these faults are what happens. */
  plan(faults: readonly Planned[]): Promise<void>;
  /** Passed since the last `plan`, in order. */
  readonly passed: readonly Point[];
  /** Sessions whose turns are held since the last `plan`. */
  readonly held: ReadonlySet<string>;
  /** Message ids of the turns that were run here, each as often as it was. */
  readonly ran: readonly string[];
  /** `kill -9`. */
  kill(): void;
  /** Resolves once the process is gone. */
  readonly exited: Promise<void>;
};

/** @throws {Error} with what the server wrote, when it ends before it is ready. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const child = fork(ENTRY, [JSON.stringify(options)], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const exited = once(child, "exit").then(() => {});
  const ran: string[] = [];
  const passed: Point[] = [];
  const held = new Set<string>();
  let onPlanned = () => {};
  child.on("message", (message) => {
    const told = FromServer.parse(message);
    if (told.kind === "passed") passed.push(told.point);
    else if (told.kind === "held") held.add(told.sessionId);
    else if (told.kind === "ran") ran.push(told.messageId);
    else onPlanned();
  });
  const url = await readUrl(child, exited);
  return {
    url,
    passed,
    held,
    ran,
    exited,
    plan: async (faults) => {
      passed.length = 0;
      held.clear();
      const heard = new Promise<void>((resolve) => {
        onPlanned = resolve;
      });
      child.send(faults);
      await Promise.race([heard, exited]);
    },
    kill: () => void child.kill("SIGKILL"),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function readUrl(
  { stdout, stderr }: ReturnType<typeof fork>,
  exited: Promise<void>,
): Promise<string> {
  let output = "";
  const ready = new Promise<string>((resolve) => {
    const read = (text: Buffer) => {
      output += text;
      const url = /ready: (\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    };
    stdout?.on("data", read);
    stderr?.on("data", read);
  });
  const url = await Promise.race([ready, exited]);
  if (!url) throw new Error(`The server did not start:\n${output}`);
  return url;
}
