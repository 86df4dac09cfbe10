import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const DIE = fileURLToPath(new URL("die-mid-answer.ts", import.meta.url));

/** The service as people start it, with workspaces of this repository. */
export type RealService = {
  readonly url: string;
  /** Resolves once the process is gone, by whatever hand. */
  readonly gone: Promise<unknown>;
  /** `kill -9`; resolves once the process is gone. */
  kill(): Promise<unknown>;
  /** It kills itself, as by `kill -9`, when it is about to send this piece of an answer, counted from 1 and from now. */
  dieAtPiece(piece: number): Promise<unknown>;
};

/** Where its state is kept, and the folders whose workspaces it opens: of this repository, or absolute. */
export type RealServiceOptions = {
  /** Further settings. */
  readonly env?: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly workspaces: readonly string[];
};

/**
 * Listens on a free port of this machine, with every workspace open.
 *
 * @throws {Error} with what it wrote, when it ends before it is ready.
 */
export async function startRealService(options: RealServiceOptions): Promise<RealService> {
  const folders = options.workspaces.map((folder) => path.resolve(ROOT, folder));
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--import", DIE, path.join(ROOT, "server/main.ts")],
    {
      cwd: ROOT,
      env: {
        DATA_DIR: options.dataDir,
        KNOWLEDGE_DIR: folders.join(":"),
        PORT: "0",
        LOG_LEVEL: "fatal",
        ...options.env,
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  const gone = once(child, "exit");
  const url = await readUrl(child, gone);
  await allOpen(url);
  return {
    url,
    gone,
    kill: () => {
      child.kill("SIGKILL");
      return gone;
    },
    dieAtPiece: (piece) => {
      child.send(piece);
      return once(child, "message");
    },
  };
}

/** It is ready with its first workspace: waits for the others, where it tells anyone of them. */
async function allOpen(url: string): Promise<void> {
  for (;;) {
    const listed = await fetch(`${url}/workspaces`);
    const { workspaces = [] } = (await listed.json()) as { workspaces?: { state?: string }[] };
    if (!workspaces.some(({ state }) => state === "opening")) return;
    await sleep(50);
  }
}

async function readUrl(child: ChildProcess, gone: Promise<unknown>): Promise<string> {
  let output = "";
  const ready = new Promise<string>((resolve) => {
    const read = (text: Buffer) => {
      output += text;
      const port = /ready: http:\/\/\S+:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
  });
  const ended = gone.then(() => {
    throw new Error(`The service did not start:\n${output}`);
  });
  return Promise.race([ready, ended]);
}
