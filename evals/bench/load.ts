import { join } from "node:path";
import { loadQuestions } from "../load-questions.ts";
import { readSignIn } from "../sign-in-over-http.ts";
import { percentile } from "./percentile.ts";
import { startService } from "./start-service.ts";

export type LoadBench = {
  /** How many come at the same moment, one figure a round. */
  readonly users: readonly number[];
  readonly workspaces: readonly string[];
  /** Each user asks so many, one after another, as fast as they are answered. */
  readonly questions: number;
  /** Holds data and state, which are made when they are not there. */
  readonly folder: string;
};
type Print = (line: string) => void;

/** Issue 8: a turn's p95, and none lost. */
const BARS = { turnMs: 3000 };

/** Users who all ask at the same moment, over HTTP and SSE, of the service in a process of its own. 0 when every bar was met. */
export async function benchLoad(options: LoadBench, print: Print): Promise<number> {
  await using service = await startService({ AUTH: "dev", DATA_DIR: options.folder });
  const missed: string[] = [];
  for (const workspace of options.workspaces) {
    const asked = await askedOf(workspace);
    await ask({ url: service.url, workspace, asked: asked.slice(0, 3), user: 0 });
    for (const users of options.users) {
      const round = { url: service.url, workspace, users, questions: options.questions };
      missed.push(...(await runRound(round, asked, print)));
    }
  }
  for (const bar of missed) print(`✗ ${bar}`);
  return missed.length === 0 ? 0 : 1;
}

type Asked = { readonly content: string; readonly role: string | undefined };

/** The workspace's golden questions that stand alone. */
async function askedOf(workspace: string): Promise<readonly Asked[]> {
  const all = await loadQuestions(join(import.meta.dirname, "../golden"));
  const own = all.filter((one) => one.workspace === workspace && one.turns.length === 1);
  if (own.length === 0) throw new Error(`There are no golden questions of "${workspace}"`);
  return own.flatMap(({ turns, role }) =>
    turns.map(({ question }) => ({ content: question, role })),
  );
}

type Round = {
  readonly url: string;
  readonly workspace: string;
  readonly users: number;
  readonly questions: number;
};

/** Prints a line for the round; the bars that it missed. */
async function runRound(round: Round, asked: readonly Asked[], print: Print): Promise<string[]> {
  const { url, workspace, users, questions } = round;
  const startedMs = performance.now();
  const turns = await Promise.all(
    Array.from({ length: users }, (_, user) => {
      const role = asked[(user * questions) % asked.length]?.role;
      const own = asked.filter((one) => one.role === role);
      const mine = Array.from(
        { length: questions },
        (_, n) => own[(user * questions + n) % own.length],
      );
      return ask({ url, workspace, asked: mine.flatMap((one) => one ?? []), user });
    }),
  );
  const all = turns.flat();
  const seconds = (performance.now() - startedMs) / 1000;
  const lost = all.filter(({ end }) => end !== "done");
  const at = (of: (turn: Turn) => number, ratio: number) =>
    Math.round(percentile(all.map(of), ratio)).toString();
  const turnMs = percentile(
    all.map(({ ms }) => ms),
    0.95,
  );
  print(
    `${workspace} ${String(users).padStart(3)} users: turn p50 ${at(({ ms }) => ms, 0.5)} p95 ${at(({ ms }) => ms, 0.95)} ms, ` +
      `first event p95 ${at(({ firstMs }) => firstMs, 0.95)} ms; ${all.length} turns, ${lost.length} lost, ` +
      `${(all.length / seconds).toFixed(1)} a second`,
  );
  const who = `${workspace}, ${users} users`;
  return [
    ...lost.map(({ content, end }) => `${who}: "${content}" ended with ${end}`),
    ...(turnMs > BARS.turnMs ? [`${who}: p95 is over ${BARS.turnMs} ms`] : []),
  ];
}

type Asking = {
  readonly url: string;
  readonly workspace: string;
  readonly asked: readonly Asked[];
  readonly user: number;
};
/** `end` is the last event's name, or why there was none. */
type Turn = {
  readonly content: string;
  readonly firstMs: number;
  readonly ms: number;
  readonly end: string;
};

/** One user's conversation, question after question. */
async function ask({ url, workspace, asked, user }: Asking): Promise<readonly Turn[]> {
  const userId = `load-${user}`;
  const signIn = await readSignIn(url);
  const headers = await signIn.headersFor(userId, workspace, asked[0]?.role);
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const session = await (await post("/chat/session", { workspace, user_id: userId })).json();
  const { session_id } = session as { session_id?: string };
  const turns: Turn[] = [];
  for (const { content } of asked) {
    const startedMs = performance.now();
    const read = await readTurn(post("/chat/message", { session_id, content, user_id: userId }));
    const ms = performance.now() - startedMs;
    turns.push({
      content,
      ms,
      firstMs: (read.firstAtMs ?? performance.now()) - startedMs,
      end: read.end,
    });
  }
  return turns;
}

async function readTurn(asked: Promise<Response>): Promise<{ firstAtMs?: number; end: string }> {
  let firstAtMs: number | undefined;
  let text = "";
  try {
    const response = await asked;
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      firstAtMs ??= performance.now();
      text += decoder.decode(chunk, { stream: true });
    }
    const last = [...text.matchAll(/^event: (.+)$/gm)].at(-1)?.[1];
    const end = response.ok ? (last ?? "no event") : `${response.status} ${text}`;
    return { end, ...(firstAtMs !== undefined && { firstAtMs }) };
  } catch (cause) {
    return { end: cause instanceof Error ? cause.message : String(cause) };
  }
}
