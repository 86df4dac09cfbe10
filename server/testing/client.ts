import type { TestApp } from "./open-app.ts";

/** A request with a JSON body, or without one. */
export function call(app: TestApp, request: string, body?: unknown) {
  const [method = "GET", path = "/"] = request.split(" ");
  if (body === undefined) return app.request(path, { method });
  const headers = { "Content-Type": "application/json" };
  return app.request(path, { method, headers, body: JSON.stringify(body) });
}

/** The body of a request whose answer must have the status. */
export async function read<T = Record<string, unknown>>(
  response: Response | Promise<Response>,
  status = 200,
): Promise<T> {
  const answered = await response;
  const text = await answered.text();
  expect(answered.status, text).toBe(status);
  return JSON.parse(text) as T;
}

export async function startSession(app: TestApp, user = "ada"): Promise<string> {
  const body = await read(call(app, "POST /chat/session", { user_id: user }), 201);
  return String(body["session_id"]);
}

export type Asked = { readonly sessionId: string; readonly messageId: string };

/** A question in a session of its own, sent as SSE. */
export async function ask(app: TestApp, content: string) {
  const sessionId = await startSession(app);
  const messageId = crypto.randomUUID();
  const response = await send(app, { sessionId, messageId }, content);
  return { sessionId, messageId, response };
}

export function send(app: TestApp, { sessionId, messageId }: Asked, content: string) {
  return call(app, "POST /chat/message", {
    session_id: sessionId,
    user_id: "ada",
    content,
    message_id: messageId,
  });
}

export type Frame = { readonly id: string; readonly event: string; readonly data: unknown };

/** Frames of a stream's text, comments left out. */
export function toFrames(text: string): Frame[] {
  return text
    .split("\n\n")
    .filter((block) => block.startsWith("id: "))
    .map((block) => {
      const [id = "", event = "", data = ""] = block.split("\n");
      return { id: id.slice(4), event: event.slice(7), data: JSON.parse(data.slice(6)) };
    });
}
