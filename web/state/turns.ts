import { type Signal, signal } from "@preact/signals";
import type { TurnEvent } from "../../agent/events.ts";
import { followTurn } from "../api/follow-turn.ts";
import { ApiError } from "../api/http.ts";
import { ask, attach, cancel } from "../api/routes.ts";
import type { FeedbackReason } from "../api/wire.ts";
import { waitForLine } from "./line.ts";
import { reduce } from "./reduce.ts";
import { tellOtherTabs } from "./tabs.ts";
import { isRunning, type TurnView, WAITING } from "./turn-view.ts";

/** How the line to a running turn stands. */
export type Line =
  | { readonly status: "open" }
  | { readonly status: "lost"; readonly retryAtMs: number; readonly attempt: number };

export type Voted =
  | { readonly status: "none" }
  | { readonly status: "asking" | "sending" }
  | { readonly status: "sent"; readonly rating: "up" | "down"; readonly reason?: FeedbackReason };

/** A question and its answer on this screen. */
export type Turn = {
  readonly sessionId: string;
  readonly userId: string;
  readonly messageId: string;
  readonly question: string;
  /** The message whose question was changed to this one. */
  readonly editOf?: string | undefined;
  readonly view: Signal<TurnView>;
  readonly line: Signal<Line>;
  readonly voted: Signal<Voted>;
  /** Ends the following of it; the service's turn runs on. */
  readonly left: AbortController;
};

export type TurnIds = Pick<Turn, "sessionId" | "userId" | "messageId" | "question" | "editOf">;

export function createTurn(ids: TurnIds, view: TurnView = WAITING): Turn {
  return {
    ...ids,
    view: signal(view),
    line: signal<Line>({ status: "open" }),
    voted: signal<Voted>({ status: "none" }),
    left: new AbortController(),
  };
}

/** Folds a turn's events into its view until it ends or is left. Never throws. */
export async function follow(turn: Turn, start: "ask" | "attach"): Promise<void> {
  const { left, messageId, question } = turn;
  const batch = createBatch((events) => {
    if (!left.signal.aborted) turn.view.value = events.reduce(reduce, turn.view.value);
  });
  const line = {
    ask: async (signal: AbortSignal) => {
      await stopping.get(turn.sessionId);
      const response = await ask({ ...turn, messageId, content: question }, signal);
      // Not before: they ask the service, which must have heard of it.
      tellOtherTabs(turn.sessionId);
      return response;
    },
    attach: (signal: AbortSignal, lastEventId: string | undefined) =>
      attach(turn, lastEventId, signal),
    wait: waitForLine,
  };
  for await (const happening of followTurn(line, start, left.signal)) {
    switch (happening.kind) {
      case "event":
        batch.add(happening.event);
        break;
      case "connected":
        turn.line.value = { status: "open" };
        break;
      case "lost":
        turn.line.value = {
          status: "lost",
          retryAtMs: Date.now() + happening.retryInMs,
          attempt: happening.attempt,
        };
        break;
    }
  }
  batch.flush();
}

/** Stops the turn: here at once, at the service as soon as it hears of it. */
export function stop(turn: Turn): void {
  if (!isRunning(turn.view.value)) return;
  turn.view.value = reduce(turn.view.value, {
    type: "error",
    code: "cancelled",
    message: "You stopped this answer",
    retryable: true,
  });
  turn.left.abort();
  const { sessionId } = turn;
  const stopped = cancelFully(turn).finally(() => stopping.delete(sessionId));
  stopping.set(sessionId, stopped);
}

/** Conversations whose turn is being stopped at the service: until that is done nothing else can be asked there. */
const stopping = new Map<string, Promise<void>>();

/** As long as a turn may run: after that it has ended by itself. */
const CANCEL_TRIES = 15;
const CANCEL_RETRY_MS = 2_000;

/** Tells the service, also when the line is down at first. Never throws. */
async function cancelFully({ messageId, userId }: Turn): Promise<void> {
  const never = new AbortController().signal;
  for (let attempt = 0; attempt < CANCEL_TRIES; attempt += 1) {
    try {
      await cancel(messageId, userId);
      return;
    } catch (thrown) {
      const isAway = thrown instanceof ApiError && thrown.retryable;
      if (!isAway) return; // it has ended, or was never there
      await waitForLine(CANCEL_RETRY_MS, never);
    }
  }
}

/** How long events wait for a frame that does not come. */
const MOST_WAIT_MS = 250;

/** Gathers events and applies them once a frame, so that a fast stream does not outrun the screen. */
function createBatch(apply: (events: readonly TurnEvent[]) => void) {
  let waiting: TurnEvent[] = [];
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = undefined;
    const events = waiting;
    waiting = [];
    if (events.length > 0) apply(events);
  };
  return {
    flush,
    add: (event: TurnEvent) => {
      waiting.push(event);
      if (frame !== undefined) return;
      frame = requestAnimationFrame(flush);
      // A page that is hidden or covered gets no frames.
      timer = setTimeout(flush, document.hidden ? 0 : MOST_WAIT_MS);
    },
  };
}
