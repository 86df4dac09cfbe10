import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { TurnAnswer } from "../agent/events.ts";
import type { Asker, Talk } from "./asker.ts";
import type { AskedTurn } from "./scoring/check.ts";
import { turnWith } from "./scoring/empty-answer.ts";

const Workspaces = z.object({ workspaces: z.array(z.looseObject({ name: z.string() })) });
const Session = z.looseObject({ session_id: z.string() });
const Refusal = z.looseObject({ code: z.string(), message: z.string() });
const Answer = z.custom<TurnAnswer>(
  (value) =>
    z.looseObject({ answer: z.string(), figures: z.array(z.any()) }).safeParse(value).success,
  "is not the JSON form of a turn",
);

/**
 * Asks a running service.
 *
 * @throws {Error} in words, when there is none at the address.
 */
export async function askOverHttp(target: string): Promise<Asker> {
  const base = target.replace(/\/+$/, "");
  const listed = Workspaces.parse(await getJson(`${base}/workspaces`));
  return {
    workspaces: new Set(listed.workspaces.map(({ name }) => name)),
    talk: async (workspace, memories, role): Promise<Talk | undefined> => {
      if (memories.length > 0 || role !== undefined) return undefined;
      const userId = `eval-${randomUUID()}`;
      let sessionId = "";
      const startSession = async () => {
        const response = await post(`${base}/chat/session`, { user_id: userId, workspace });
        sessionId = Session.parse(await response.json()).session_id;
      };
      await startSession();
      return {
        startSession,
        ask: (content, signal) =>
          ask(base, { session_id: sessionId, user_id: userId, content }, signal),
      };
    },
  };
}

async function ask(base: string, body: object, signal: AbortSignal): Promise<AskedTurn> {
  const started = performance.now();
  const response = await post(`${base}/chat/message`, body, signal);
  const json: unknown = await response.json();
  const ms = performance.now() - started;
  if (response.ok) return { answer: Answer.parse(json), ms };
  const refused = Refusal.safeParse(json);
  const { code, message } = refused.data ?? { code: String(response.status), message: "No words" };
  return { ...turnWith(""), ms, error: { code, message } };
}

async function getJson(url: string): Promise<unknown> {
  try {
    return await (await fetch(url)).json();
  } catch (cause) {
    throw new Error(`Cannot reach the service: ${url} does not answer with JSON`, { cause });
  }
}

function post(url: string, body: object, signal?: AbortSignal): Promise<Response> {
  const headers = { "content-type": "application/json", accept: "application/json" };
  return fetch(url, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}
