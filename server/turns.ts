import type { Failure } from "../agent/failure.ts";
import type { Sessions } from "../agent/store/sessions.ts";
import type { TurnRecord, Turns } from "../agent/store/turns.ts";
import type { TurnInput } from "../agent/turn.ts";
import { type DriveOptions, driveTurn } from "./drive-turn.ts";
import type { StoredAs } from "./grants.ts";
import { RefusedError, refuse } from "./http-error.ts";
import { toErrorEvent } from "./turn-end.ts";
import { createTurnLog, type NumberedEvent, replay, type TurnLog } from "./turn-log.ts";
import { pause } from "./until-overdue.ts";

/** A turn that runs here, runs elsewhere, or has ended; `record` as it stood when the turn was looked up. */
export type Turn = {
  readonly record: TurnRecord;
  /** Events after the first `after` ones, to the turn's end or until `signal` aborts. */
  follow(after: number, signal: AbortSignal): AsyncIterable<NumberedEvent>;
};

/** `stored` is what is kept of the question, where that is not the question itself; `editOf` the message whose question it changes. */
export type StartInput = TurnInput & { readonly stored?: StoredAs; readonly editOf?: string };

/** Turns as objects of the server: they run apart from any connection and are recorded from before their start to their end. */
export type RunningTurns = {
  /**
   * Starts the turn, or finds it again when it was sent before.
   *
   * @throws {TurnError} `conflict` for the same id with other content, `busy` while the session answers another question.
   * @throws {RefusedError} when the service is stopping.
   */
  start(input: StartInput): Promise<Turn>;
  find(messageId: string): Promise<Turn | undefined>;
  /** Stops the turn with all it runs, here or elsewhere, and waits for its end; the turn as it then stands. */
  cancel(messageId: string): Promise<Turn | undefined>;
  /** Takes no more turns; running ones may finish within `graceMs`, then they are stopped and recorded. */
  stop(graceMs: number): Promise<void>;
};

export type TurnsOptions = Pick<DriveOptions, "run" | "log"> &
  Partial<Omit<DriveOptions, "turns">> & {
    readonly turns: Turns;
    readonly sessions: Pick<Sessions, "touch">;
    /** How often a turn that runs in another process is looked at. */
    readonly pollMs?: number;
    /** JSON characters that one turn may say. */
    readonly maxChars?: number;
  };

type Live = {
  readonly turn: Turn;
  readonly abort: AbortController;
  /** Why it is not recorded, though it has said its last word. */
  readonly unkept: () => Failure | undefined;
  readonly ended: Promise<void>;
};

const DEFAULTS = {
  heartbeatMs: 5_000,
  stopMs: 1_500,
  retryMs: 1_000,
  pollMs: 500,
  maxChars: 16_000_000,
};
const TITLE_CHARS = 80;

const BUSY: Failure = {
  kind: "busy",
  message: "Another question of this conversation is being answered; wait or stop it",
};

export function createRunningTurns(given: TurnsOptions): RunningTurns {
  const options = { ...DEFAULTS, ...given };
  const { turns } = options;
  const live = new Map<string, Live>();
  let stopping = false;

  function launch(input: TurnInput, record: TurnRecord): Turn {
    const abort = new AbortController();
    const turnLog = createTurnLog(options.maxChars);
    const turn = toLiveTurn(record, turnLog);
    let unkept: Failure | undefined;
    const onUnkept = (failure: Failure) => {
      unkept = failure;
    };
    const ended = driveTurn({ input, turnLog, abort, onUnkept }, options).finally(() => {
      live.delete(input.messageId);
    });
    live.set(input.messageId, { turn, abort, unkept: () => unkept, ended });
    if (stopping) abort.abort();
    return turn;
  }

  async function find(messageId: string): Promise<Turn | undefined> {
    const here = live.get(messageId);
    if (here) return here.turn;
    const record = await turns.find(messageId);
    return record && (live.get(messageId)?.turn ?? toTurn(record));
  }

  function toTurn(record: TurnRecord): Turn {
    if (record.status !== "running") return toEndedTurn(record);
    return { record, follow: (after, signal) => followElsewhere(record.messageId, after, signal) };
  }

  /** Looks again and again at a turn that another process runs, until it can be read. */
  async function* followElsewhere(
    messageId: string,
    after: number,
    signal: AbortSignal,
  ): AsyncIterable<NumberedEvent> {
    while (!signal.aborted) {
      const turn = await find(messageId);
      if (!turn) return;
      if (live.has(messageId) || turn.record.status !== "running") {
        yield* turn.follow(after, signal);
        return;
      }
      await pause(options.pollMs, signal);
    }
  }

  /** Waits as long as a living process needs to hear of it and to stop; from one that says nothing the turn is taken. */
  async function stopElsewhere(messageId: string): Promise<Turn | undefined> {
    await turns.askToStop(messageId);
    const { heartbeatMs, stopMs, pollMs } = options;
    const patience = AbortSignal.timeout(heartbeatMs + stopMs + 2 * pollMs);
    for (;;) {
      const turn = await find(messageId);
      if (turn?.record.status !== "running") return turn;
      if (patience.aborted) break;
      await pause(pollMs, patience);
    }
    await turns.finish(messageId, "cancelled", [toErrorEvent({ kind: "cancelled" })]);
    return find(messageId);
  }

  return {
    find,
    start: async (input) => {
      if (stopping) throw new RefusedError({ kind: "stopping" });
      const { messageId, sessionId, policy, editOf } = input;
      const stored = storedOf(input);
      const { content } = stored;
      const begun = await turns.begin({
        messageId,
        sessionId,
        userId: policy.userId,
        ...stored,
        ...(editOf && { editOf }),
      });
      switch (begun.status) {
        case "busy":
          // One that is answered but not recorded waits for the store, as whoever asks now has to.
          return refuse(live.get(begun.messageId)?.unkept() ?? BUSY);
        case "exists":
          return isSame(begun.turn, input)
            ? ((await find(messageId)) ?? toTurn(begun.turn))
            : refuse({
                kind: "conflict",
                message: `Message "${messageId}" was sent before with other content; use a new id`,
              });
        case "begun": {
          const turn = launch(input, begun.turn);
          await options.sessions.touch(sessionId, toTitle(content)).catch((error) => {
            options.log.warn({ err: error, messageId }, "a session could not be touched");
          });
          return turn;
        }
      }
    },
    cancel: async (messageId) => {
      const here = live.get(messageId);
      if (!here) return stopElsewhere(messageId);
      here.abort.abort();
      await here.ended;
      return find(messageId);
    },
    stop: async (graceMs) => {
      stopping = true;
      const running = [...live.values()];
      const finished = Promise.all(running.map((turn) => turn.ended));
      const grace = new AbortController();
      void finished.then(() => grace.abort());
      await pause(graceMs, grace.signal);
      for (const turn of running) turn.abort.abort();
      await finished;
    },
  };
}

function toLiveTurn(record: TurnRecord, turnLog: TurnLog): Turn {
  return {
    get record() {
      return { ...record, events: turnLog.events };
    },
    follow: turnLog.follow,
  };
}

function toEndedTurn(record: TurnRecord): Turn {
  return {
    record,
    follow: async function* (after) {
      yield* replay(record.events, after);
    },
  };
}

function storedOf({ stored, content }: StartInput): StoredAs {
  return stored ?? { content };
}

function isSame(record: TurnRecord, { stored, ...input }: StartInput): boolean {
  return (
    record.content === storedOf({ ...input, ...(stored && { stored }) }).content &&
    record.grant === stored?.grant &&
    record.sessionId === input.sessionId &&
    record.userId === input.policy.userId
  );
}

/** The first question as a conversation's title: one line, cut at a word. */
function toTitle(content: string): string {
  const line = content.trim().replaceAll(/\s+/g, " ");
  const cut = [...line].slice(0, TITLE_CHARS).join("");
  if (cut === line) return line;
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), TITLE_CHARS / 2))}…`;
}
