import type { TurnEvent } from "../agent/events.ts";

/** An event and its place in the turn, counted from 1. */
export type NumberedEvent = { readonly n: number; readonly event: TurnEvent };

/** What a turn has said so far. Any number of readers follow it, each at its own pace; none can hold it up. */
export type TurnLog = {
  readonly events: readonly TurnEvent[];
  /** False when the log is full: the event was not taken. The event that ends a turn is always taken. */
  append(event: TurnEvent): boolean;
  /** Appends the last event and lets readers come to their end. */
  end(event: TurnEvent): void;
  /** Events after the first `after` ones, until the turn has ended or `signal` aborts. Never throws. */
  follow(after: number, signal: AbortSignal): AsyncIterable<NumberedEvent>;
};

/** A log that holds at most `maxChars` of JSON. */
export function createTurnLog(maxChars: number): TurnLog {
  const events: TurnEvent[] = [];
  const waiting = new Set<() => void>();
  let chars = 0;
  let ended = false;

  const wake = () => {
    for (const resume of waiting) resume();
    waiting.clear();
  };
  const changed = () => new Promise<void>((resume) => waiting.add(resume));

  const at = (n: number) => eventAfter(events, ended ? withinReach(events, n) : n);

  async function* follow(after: number, signal: AbortSignal): AsyncIterable<NumberedEvent> {
    signal.addEventListener("abort", wake, { once: true });
    try {
      let n = after;
      while (!signal.aborted) {
        const next = at(n);
        if (next) {
          yield next;
          n = next.n;
        } else {
          if (ended) return;
          await changed();
        }
      }
    } finally {
      signal.removeEventListener("abort", wake);
    }
  }

  return {
    events,
    append: (event) => {
      chars += JSON.stringify(event).length;
      if (chars > maxChars) return false;
      events.push(event);
      wake();
      return true;
    },
    end: (event) => {
      events.push(event);
      ended = true;
      wake();
    },
    follow,
  };
}

/**
 * The events of an ended turn after the first `after` ones; a reader who has seen more gets the last one. So does who has seen as many
 * of a turn that was interrupted: only its end is left, under the number of an event that was lost.
 */
export function* replay(events: readonly TurnEvent[], after: number): Generator<NumberedEvent> {
  const isCut = wasInterrupted(events.at(-1));
  const start = isCut ? Math.min(after, events.length - 1) : withinReach(events, after);
  for (let n = start; n < events.length; n += 1) {
    const next = eventAfter(events, n);
    if (next) yield next;
  }
}

/** Who has seen more than there is (a crash cut the turn short) has yet to learn of the end. */
function withinReach(events: readonly TurnEvent[], after: number): number {
  return after > events.length ? events.length - 1 : after;
}

function wasInterrupted(last: TurnEvent | undefined): boolean {
  return last?.type === "error" && last.code === "interrupted";
}

function eventAfter(events: readonly TurnEvent[], n: number): NumberedEvent | undefined {
  const event = events[n];
  return event && { n: n + 1, event };
}
