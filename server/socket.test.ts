import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { listen } from "./listen.ts";
import { startSession, toFrames } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";
import { aborted, gated, type Script, scripted } from "./testing/script.ts";

async function openSocket(scripts: Record<string, Script>) {
  const { app, deps } = await openApp({ runTurn: scripted(scripts) });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const url = await listen(server, { host: "127.0.0.1", port: 0 });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const session_id = await startSession(app);
  const ask = (content: string, message_id: string, signal?: AbortSignal) =>
    fetch(`${url}/chat/message`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ session_id, user_id: "ada", content, message_id }),
      ...(signal && { signal }),
    });
  return { url, deps, ask };
}

async function firstChunk(response: Response): Promise<string> {
  const chunk = await response.body?.getReader().read();
  return new TextDecoder().decode(chunk?.value);
}

describe("over a real socket", () => {
  it("sends the first event before the turn has done anything", async () => {
    const gate = gated();
    const never: Script = async function* () {
      await new Promise(() => {});
    };
    const { ask } = await openSocket({ never, gate: gate.script });
    const id = crypto.randomUUID();
    expect(await firstChunk(await ask("never", id))).toMatch(new RegExp(`^id: ${id}:1\nevent: r`));
  });

  it("stops the turn when it is cancelled", async () => {
    let stopped = false;
    const { url, ask } = await openSocket({
      wait: async function* (_input, signal) {
        await aborted(signal);
        stopped = true;
        yield { type: "error", code: "cancelled", message: "Stopped", retryable: true };
      },
    });
    const id = crypto.randomUUID();
    const response = await ask("wait", id);
    expect(stopped).toBe(false);
    const cancelled = await fetch(`${url}/chat/message/${id}/cancel`, { method: "POST" });
    expect(await cancelled.json()).toEqual({ message_id: id, status: "cancelled" });
    expect(stopped).toBe(true);
    expect(toFrames(await response.text()).map(({ event }) => event)).toEqual([
      "reasoning",
      "error",
    ]);
  });

  it("keeps the turn of a client that goes away, who finds it again whole", async () => {
    const gate = gated();
    const { url, deps, ask } = await openSocket({ gate: gate.script });
    const id = crypto.randomUUID();
    const gone = new AbortController();
    await firstChunk(await ask("gate", id, gone.signal));
    gone.abort();
    const back = await fetch(`${url}/chat/message/${id}/events`, {
      headers: { "Last-Event-ID": `${id}:1` },
    });
    gate.open();
    const frames = toFrames(await back.text());
    expect(frames.map((frame) => frame.id)).toEqual([`${id}:2`, `${id}:3`, `${id}:4`]);
    expect(frames.at(-1)?.event).toBe("done");
    expect(await deps.turns.find(id)).toMatchObject({ status: "done" });
  });

  it("does not let a reader who does not read hold up the turn", async () => {
    const { deps, ask } = await openSocket({
      much: async function* ({ messageId }) {
        for (let i = 0; i < 2_000; i += 1) yield { type: "content", delta: "x".repeat(5_000) };
        yield { type: "error", code: "internal", message: messageId, retryable: true };
      },
    });
    const id = crypto.randomUUID();
    const response = await ask("much", id);
    await expect.poll(async () => (await deps.turns.find(id))?.status).toBe("failed");
    expect(toFrames(await response.text())).toHaveLength(2_002);
  });
});

describe("listen()", () => {
  it("says in words that the port is taken", async () => {
    const first = createAdaptorServer({ fetch: () => new Response() }) as Server;
    const second = createAdaptorServer({ fetch: () => new Response() }) as Server;
    onTestFinished(() => void first.close());
    const port = Number(new URL(await listen(first, { host: "127.0.0.1", port: 0 })).port);
    await expect(listen(second, { host: "127.0.0.1", port })).rejects.toThrow(
      `Port ${port} is in use: stop what runs there, or set PORT to another one`,
    );
  });

  it("says in words that the host is not this machine's", async () => {
    const server = createAdaptorServer({ fetch: () => new Response() }) as Server;
    await expect(listen(server, { host: "192.0.2.1", port: 0 })).rejects.toThrow(
      'HOST "192.0.2.1" is not an address of this machine',
    );
  });
});
