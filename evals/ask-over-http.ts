import { z } from "zod";
import type { TurnAnswer } from "../agent/events.ts";
import type { Asker, Talk } from "./asker.ts";
import type { AskedTurn } from "./scoring/check.ts";
import { turnWith } from "./scoring/empty-answer.ts";
import { anyone, readSignIn } from "./sign-in-over-http.ts";

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
  const signIn = await readSignIn(base);
  const headers = await signIn.headersFor(anyone());
  const listed = Workspaces.parse(await getJson(`${base}/workspaces`, headers));
  return {
    workspaces: new Set(listed.workspaces.map(({ name }) => name)),
    talk: async (workspace, memories, role): Promise<Talk | undefined> => {
      if (memories.length > 0 || (role !== undefined && !signIn.hasRoles)) return undefined;
      const userId = anyone();
      const own = await signIn.headersFor(userId, workspace, role);
      let sessionId = "";
      const startSession = async () => {
        const body = { user_id: userId, workspace };
        const response = await post({ url: `${base}/chat/session`, body, headers: own });
        sessionId = Session.parse(await response.json()).session_id;
      };
      await startSession();
      return {
        startSession,
        ask: (content, signal) => {
          const body = { session_id: sessionId, user_id: userId, content };
          return ask({ url: `${base}/chat/message`, body, headers: own, signal });
        },
      };
    },
  };
}

type Headers = Readonly<Record<string, string>>;
type Post = {
  readonly url: string;
  readonly body: object;
  readonly headers: Headers;
  readonly signal?: AbortSignal;
};

async function ask(posted: Post): Promise<AskedTurn> {
  const started = performance.now();
  const response = await post(posted);
  const json: unknown = await response.json();
  const ms = performance.now() - started;
  if (response.ok) return { answer: Answer.parse(json), ms };
  const refused = Refusal.safeParse(json);
  const { code, message } = refused.data ?? { code: String(response.status), message: "No words" };
  return { ...turnWith(""), ms, error: { code, message } };
}

async function getJson(url: string, headers: Headers): Promise<unknown> {
  try {
    return await (await fetch(url, { headers })).json();
  } catch (cause) {
    throw new Error(`Cannot reach the service: ${url} does not answer with JSON`, { cause });
  }
}

function post({ url, body, headers, signal }: Post): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}
