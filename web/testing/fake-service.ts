import { DOCUMENT } from "./harbour.ts";
import { createPlayedTurn, type PlayedTurn, toMessages } from "./played-turn.ts";
import { type Cue, failedTurn, goodTurn } from "./scenes.ts";

export type Asked = {
  readonly method: string;
  readonly url: URL;
  readonly body: Record<string, unknown>;
  readonly lastEventId: string;
};

export type Answer =
  | { readonly kind: "json"; readonly status: number; readonly body: unknown }
  | { readonly kind: "stream"; readonly play: PlayedTurn["play"] };

type Session = { session_id: string; title: string; workspace: string; last_active_at: string };

const json = (status: number, body: unknown): Answer => ({ kind: "json", status, body });
const LONG_AGO = Date.parse("2031-10-01T08:00:00Z");
const notFound = (what: string) =>
  json(404, { code: "not-found", message: `Cannot find ${what}`, retryable: false });

/** The routes of DESIGN §6 over memory, for an invented company. `calls` lists what was asked of it, in order. */
export function createFakeService(pace: number) {
  const sessions: Session[] = [];
  const turns = new Map<string, PlayedTurn>();
  const calls: string[] = [];
  const votes: unknown[] = [];
  const refusals: { call: RegExp; answer: Answer }[] = [];
  const scripts = new Map<string, (messageId: string) => readonly Cue[]>();
  let greeting = "Welcome. Ask me about Harbour Roasters: coffee sales and customers.";
  let returning = false;
  let memories = [
    {
      memory_type: "finding",
      key: "net_sales_q2_2031",
      value: "Net sales were $6.41M in Q2 2031, on target",
      saved_at: "2031-07-02T09:00:00Z",
    },
    {
      memory_type: "preference",
      key: "rounding",
      value: "Prefers figures in thousands",
      saved_at: "2031-06-11T09:00:00Z",
    },
  ];

  function openSession(): Answer {
    const session_id = `s-${sessions.length + 1}`;
    sessions.push({
      session_id,
      title: "",
      workspace: "harbour",
      last_active_at: "2031-10-01T08:00:00Z",
    });
    const starters = [
      "What were our net sales in Q3?",
      "Why did we miss the target?",
      "Which products lose money?",
      "How many customers came back?",
    ];
    return json(201, { session_id, workspace: "harbour", returning, greeting, starters });
  }

  function ask(body: Record<string, unknown>): Answer {
    const content = String(body["content"]);
    const id = String(body["message_id"]);
    const session = sessions.find(({ session_id }) => session_id === body["session_id"]);
    if (session === undefined) return notFound("this conversation");
    session.title ||= content;
    session.last_active_at = new Date(LONG_AGO + turns.size * 1000).toISOString();
    const known = turns.get(id);
    if (known !== undefined) return { kind: "stream", play: known.play };
    const script = scripts.get(content) ?? ((messageId: string) => goodTurn(messageId, pace));
    const ids = { id, sessionId: session.session_id, content, editOf: body["edit_of"] };
    const turn = createPlayedTurn(ids, script(id));
    turns.set(id, turn);
    return { kind: "stream", play: turn.play };
  }

  function attach(id: string, lastEventId: string): Answer {
    const turn = turns.get(id);
    if (turn === undefined) return notFound("this message");
    const after = Number(lastEventId.split(":")[1] ?? 0);
    return { kind: "stream", play: (write, end) => turn.play(write, end, after) };
  }

  function history(id: string): Answer {
    const session = sessions.find(({ session_id }) => session_id === id);
    if (session === undefined) return notFound("this conversation");
    const own = [...turns.values()].filter((turn) => turn.sessionId === id);
    return json(200, { ...session, messages: own.flatMap(toMessages) });
  }

  const routes: readonly (readonly [RegExp, (asked: Asked, match: RegExpExecArray) => Answer])[] = [
    [/^POST \/chat\/session$/, openSession],
    [/^POST \/chat\/message$/, ({ body }) => ask(body)],
    [
      /^GET \/chat\/message\/([^/]+)\/events$/,
      ({ lastEventId }, [, id = ""]) => attach(id, lastEventId),
    ],
    [
      /^POST \/chat\/message\/([^/]+)\/cancel$/,
      (_, [, id = ""]) => {
        turns.get(id)?.stop();
        return json(200, { message_id: id, status: "cancelled" });
      },
    ],
    [/^GET \/chat\/history\/([^/]+)$/, (_, [, id = ""]) => history(id)],
    [/^GET \/chat\/sessions$/, () => json(200, { sessions: [...sessions].reverse() })],
    [
      /^PATCH \/chat\/sessions\/([^/]+)$/,
      ({ body }, [, id]) => {
        const session = sessions.find(({ session_id }) => session_id === id);
        if (session !== undefined) session.title = String(body["title"]);
        return json(200, session ?? {});
      },
    ],
    [
      /^DELETE \/chat\/sessions\/([^/]+)$/,
      (_, [, id]) => {
        sessions.splice(
          sessions.findIndex(({ session_id }) => session_id === id),
          1,
        );
        return json(204, null);
      },
    ],
    [
      /^GET \/user\/memory$/,
      () =>
        json(200, {
          findings: memories.filter(({ memory_type }) => memory_type === "finding"),
          preferences: memories.filter(({ memory_type }) => memory_type === "preference"),
          context: [],
          sessions: [],
        }),
    ],
    [
      /^DELETE \/user\/memory\/([^/]+)\/([^/]+)$/,
      (_, [, , key = ""]) => {
        memories = memories.filter((memory) => memory.key !== decodeURIComponent(key));
        return json(200, { deleted: 1 });
      },
    ],
    [
      /^DELETE \/user\/memory$/,
      () => {
        memories = [];
        return json(200, { deleted: 2 });
      },
    ],
    [
      /^POST \/chat\/feedback$/,
      ({ body }) => {
        votes.push(body);
        return json(201, {});
      },
    ],
    [
      /^GET \/workspaces$/,
      () =>
        json(200, {
          workspaces: [{ name: "harbour", title: "Harbour Roasters", description: "Coffee sales" }],
        }),
    ],
    [
      /^GET \/knowledge\/([^/]+)\/([^/]+)$/,
      (_, [, , source]) => json(200, { source, title: "Island operations", text: DOCUMENT }),
    ],
  ];
  scripts.set("Sales by colour?", failedTurn);

  return {
    calls,
    votes,
    turns,
    /** Plays `cues` whenever this question is asked. */
    script: (content: string, cues: (messageId: string) => readonly Cue[]) => {
      scripts.set(content, cues);
    },
    /** Answers the next call that fits with this status; each refusal once, in order. */
    refuse: (call: RegExp, status: number, body: unknown = {}) => {
      refusals.push({ call, answer: json(status, body) });
    },
    greet: (words: string) => {
      greeting = words;
      returning = true;
    },
    /** Undefined for what is no route: a file of the client. */
    handle: (asked: Asked): Answer | undefined => {
      const line = `${asked.method} ${asked.url.pathname}`;
      for (const [pattern, answer] of routes) {
        const match = pattern.exec(line);
        if (match === null) continue;
        calls.push(line);
        const refused = refusals.findIndex(({ call }) => call.test(line));
        return refusals.splice(refused, refused < 0 ? 0 : 1)[0]?.answer ?? answer(asked, match);
      }
      return undefined;
    },
  };
}
