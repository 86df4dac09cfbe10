import { type Frame, toFrames } from "./client.ts";

/** One user's conversation, whichever server it is held with. */
export type Talk = { readonly userId: string; readonly sessionId: string };

/** What a client has of a turn, whole events only. `accepted`: the server took the question, whatever came after. */
export type Heard = {
  readonly accepted: boolean;
  readonly status: number;
  readonly text: string;
  readonly frames: readonly Frame[];
};

export async function startTalk(url: string, userId: string): Promise<Talk> {
  const response = await post(`${url}/chat/session`, { user_id: userId });
  const { session_id } = (await response.json()) as { session_id: string };
  return { userId, sessionId: session_id };
}

/** Never throws: a connection that breaks leaves what was heard until then. */
export function say(
  url: string,
  { userId, sessionId }: Talk,
  { messageId, content }: { readonly messageId: string; readonly content: string },
): Promise<Heard> {
  return hear(
    post(`${url}/chat/message`, {
      user_id: userId,
      session_id: sessionId,
      message_id: messageId,
      content,
    }),
  );
}

/** Never throws, as `say`. */
export function follow(url: string, messageId: string, after = 0): Promise<Heard> {
  const headers = after > 0 ? { "Last-Event-ID": `${messageId}:${after}` } : {};
  return hear(fetch(`${url}/chat/message/${messageId}/events`, { headers }));
}

/** @throws {Error} when the answer is not 200. */
export async function readJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} of ${url}: ${text}`);
  return JSON.parse(text) as T;
}

async function hear(asked: Promise<Response>): Promise<Heard> {
  let text = "";
  let status = 0;
  try {
    const response = await asked;
    status = response.status;
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch {
    // The server died; what it said before counts.
  }
  // A frame that was cut in the middle was not heard.
  const whole = status === 200 ? text.slice(0, text.lastIndexOf("\n\n") + 2) : text;
  return { accepted: status === 200, status, text: whole, frames: toFrames(whole) };
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}
