import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Answer, createFakeService } from "./fake-service.ts";

/** A stand-in for the service: serves the built client and plays scripted turns over real sockets. */
export type FakeServer = {
  readonly url: string;
  readonly service: ReturnType<typeof createFakeService>;
  /** Breaks every open stream in the middle. */
  cut(): void;
  /** While true, every request is met with a broken line. */
  setDown(down: boolean): void;
  close(): Promise<void>;
};

const POLICY =
  "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Listens on a free port of this machine. Close it when done. */
export async function openFakeServer(dist: string, pace = 1): Promise<FakeServer> {
  const service = createFakeService(pace);
  const streams = new Set<ServerResponse>();
  let down = false;
  const server = createServer((request, response) => {
    if (down) {
      request.socket.destroy();
      return;
    }
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://fake");
    const answer = service.handle({
      method: request.method ?? "GET",
      url,
      body: await readBody(request),
      lastEventId: String(request.headers["last-event-id"] ?? ""),
    });
    if (answer === undefined) await sendFile(url.pathname, dist, response);
    else if (answer.kind === "json") sendJson(answer, response);
    else {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
      response.flushHeaders();
      streams.add(response);
      response.on("close", () => streams.delete(response));
      answer.play(
        (text) => response.write(text),
        () => response.end(),
      );
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    service,
    cut: () => {
      for (const stream of streams) stream.destroy();
    },
    setDown: (value) => {
      down = value;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function sendJson(answer: Extract<Answer, { kind: "json" }>, response: ServerResponse): void {
  response.writeHead(answer.status, { "Content-Type": "application/json" });
  response.end(answer.status === 204 ? undefined : JSON.stringify(answer.body));
}

async function sendFile(name: string, dist: string, response: ServerResponse): Promise<void> {
  const isPage = name === "/" || name.startsWith("/c/");
  const file = path.join(dist, isPage ? "index.html" : path.normalize(name));
  const content = await readFile(file).catch(() => undefined);
  if (content === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream",
    "Content-Security-Policy": POLICY,
  });
  response.end(content);
}
