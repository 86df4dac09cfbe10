import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { toFrames } from "./testing/client.ts";

const SERVER = fileURLToPath(new URL("testing/slow-server.ts", import.meta.url));

function start(port = "0") {
  const flags = ["--disable-warning=ExperimentalWarning", SERVER, port];
  const child = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.on("data", (text) => {
    output += text;
  });
  return { child, output: () => output };
}

async function started() {
  const { child, output } = start();
  await expect.poll(() => output(), { timeout: 15_000 }).toContain("InsightAgent is ready: ");
  const url = /ready: (\S+)/.exec(output())?.[1] ?? "";
  const post = (path: string, body: unknown) =>
    fetch(url + path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const ask = async (content: string) => {
    const session = await (await post("/chat/session", { user_id: "ada" })).json();
    const { session_id } = session as { session_id: string };
    return post("/chat/message", { session_id, user_id: "ada", content });
  };
  return { child, url, ask, output };
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = await once(child, "exit");
  return code as number | null;
}

describe("serve()", () => {
  it("finishes or stops what runs on SIGTERM, takes nothing new, and exits with 0", async () => {
    const { child, url, ask } = await started();
    const quick = await ask("gate");
    const late = await ask("wait");
    child.kill("SIGTERM");
    await expect
      .poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 10 })
      .toBe(503);
    expect((await ask("more")).status).toBe(503);
    expect(toFrames(await quick.text()).at(-1)?.event).toBe("done");
    expect(toFrames(await late.text()).at(-1)).toMatchObject({
      event: "error",
      data: { code: "cancelled", retryable: true },
    });
    expect(await exitCode(child)).toBe(0);
  });

  it("tells readers to come back", async () => {
    const { child, ask } = await started();
    const late = await ask("wait");
    child.kill("SIGINT");
    expect(await late.text()).toMatch(/retry: \d+\n: reconnect\n\n$/);
    expect(await exitCode(child)).toBe(0);
  });

  it("says in words that its port is taken, and exits with 1", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { child, output } = start(String(port));
    expect(await exitCode(child)).toBe(1);
    expect(output()).toContain(`Cannot start: Port ${port} is in use`);
  });
});
