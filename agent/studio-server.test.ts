import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@langchain/langgraph-sdk";
import type { TurnEvent } from "./events.ts";
import { writeWorkspace } from "./testing/write-workspace.ts";

const ROOT = join(import.meta.dirname, "..");
const CLI = join(ROOT, "node_modules/@langchain/langgraph-cli/dist/cli/cli.mjs");

type Studio = AsyncDisposable & { readonly client: Client };

/** What `npm run studio` starts, on a free port, in a folder of its own: it writes beside `langgraph.json`. */
async function startStudio(): Promise<Studio> {
  const folder = await mkdtemp(join(tmpdir(), "studio-"));
  await cp(join(ROOT, "langgraph.json"), join(folder, "langgraph.json"));
  await writeWorkspace(join(folder, "workspaces"), "bakery");
  for (const linked of ["agent", "knowledge", "node_modules", "package.json"]) {
    await symlink(join(ROOT, linked), join(folder, linked));
  }
  const port = String(await freePort());
  const args = [CLI, "dev", "--no-browser", "--no-reload", "--port", port, "--config", folder];
  const child = spawn(process.execPath, args, {
    detached: true, // a group of its own: the command starts the server as its child
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      PATH: dirname(process.execPath),
      HOME: folder,
      DATA_DIR: join(folder, "data"),
      KNOWLEDGE_DIR: join(folder, "workspaces"),
      LANGGRAPH_CLI_NO_ANALYTICS: "1",
    },
  });
  const studio = {
    client: new Client({ apiUrl: `http://localhost:${port}`, apiKey: null }),
    [Symbol.asyncDispose]: async () => {
      await stop(child);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await ready(port, child);
  return studio;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address ? address.port : 0;
}

async function ready(port: string, child: ChildProcess): Promise<void> {
  let complaints = "";
  child.stderr?.on("data", (text) => {
    complaints += String(text);
  });
  while (child.exitCode === null) {
    const response = await fetch(`http://localhost:${port}/ok`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error(`Cannot start LangGraph's server: ${complaints}`);
}

/** Ends the command and the server it started, and waits until both are gone. */
async function stop({ pid = 0 }: ChildProcess): Promise<void> {
  for (let signal: NodeJS.Signals = "SIGTERM"; ; signal = "SIGKILL") {
    try {
      process.kill(-pid, signal);
    } catch {
      return; // ESRCH: nobody of the group is left
    }
    await sleep(500);
  }
}

function deltaIn(data: unknown): string {
  const { type, delta } = data as TurnEvent & { delta?: string };
  return type === "content" ? (delta ?? "") : "";
}

describe("npm run studio", () => {
  it("answers LangGraph's own client with no key", { timeout: 60_000 }, async () => {
    await using studio = await startStudio();
    const { assistants, threads, runs } = studio.client;

    const [assistant] = await assistants.search();
    expect(assistant).toMatchObject({ graph_id: "insight_agent" });
    const { nodes } = await assistants.getGraph("insight_agent");
    expect(nodes.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        "inject_memory",
        "plan",
        "execute_tools",
        "synthesize",
        "save_memory",
      ]),
    );

    const { thread_id } = await threads.create();
    const question = { role: "user", content: "What were takings in November 2024?" };
    const stream = runs.stream(thread_id, "insight_agent", {
      input: { messages: [question] },
      streamMode: ["custom", "updates"],
      context: { userId: "ada", workspace: "bakery" },
      durability: "exit",
    });
    const events: string[] = [];
    let answer = "";
    for await (const { event, data } of stream) {
      events.push(event);
      if (event === "error") throw new Error(JSON.stringify(data));
      if (event === "custom") answer += deltaIn(data);
    }
    expect(new Set(events)).toEqual(new Set(["metadata", "custom", "updates"]));
    expect(answer).toContain("16.5");

    const schemas = await assistants.getSchemas("insight_agent");
    expect(Object.keys(schemas.state_schema?.properties ?? {})).toContain("messages");

    const { values, next } = await threads.getState<{ messages: { content: string }[] }>(thread_id);
    expect(next).toEqual([]);
    expect(values.messages[0]?.content).toBe(question.content);
    expect(answer).toContain(values.messages.at(-1)?.content.slice(0, 20));
  });
});
