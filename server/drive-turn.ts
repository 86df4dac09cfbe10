import type { TurnEvent } from "../agent/events.ts";
import { type Failure, toFailure } from "../agent/failure.ts";
import type { Turns } from "../agent/store/turns.ts";
import type { TurnInput } from "../agent/turn.ts";
import { isTerminal } from "../agent/turn-answer.ts";
import type { Log } from "./log.ts";
import {
  type LastEvent,
  SUPERSEDED,
  TOO_LONG,
  toErrorEvent,
  toStatus,
  unrecorded,
} from "./turn-end.ts";
import type { TurnLog } from "./turn-log.ts";
import { pause, untilOverdue } from "./until-overdue.ts";

/** Answers one question. Never throws; its last event is `done` or `error`; stops when `signal` aborts. */
export type TurnRunner = (input: TurnInput, signal: AbortSignal) => AsyncIterable<TurnEvent>;

export type DriveOptions = {
  readonly turns: Pick<Turns, "finish" | "find" | "heartbeat">;
  readonly run: TurnRunner;
  readonly log: Log;
  /** How often the lease of a running turn is renewed. */
  readonly heartbeatMs: number;
  /** How long a turn may take to stop once it was told to. */
  readonly stopMs: number;
  /** How often a turn that could not be recorded is tried again. */
  readonly retryMs: number;
};

type Drive = {
  readonly input: TurnInput;
  readonly turnLog: TurnLog;
  readonly abort: AbortController;
  /** Told when the turn is over but cannot be recorded yet. */
  readonly onUnkept: (failure: Failure) => void;
};

/**
 * Runs a turn to its end and records it; only then do its readers learn that it is over. Where it cannot be recorded they learn that
 * too, and it is tried again until it is, or the process stops. Never throws.
 */
export async function driveTurn(drive: Drive, options: DriveOptions): Promise<void> {
  const { messageId } = drive.input;
  const startedAt = performance.now();
  const lease = setInterval(() => void keepLease(drive, options), options.heartbeatMs);
  const said = await listen(drive, options);
  const { last, isKept } = await record(drive, said, options);
  drive.turnLog.end(last);
  const ms = Math.round(performance.now() - startedAt);
  const events = drive.turnLog.events.length;
  options.log.info({ messageId, status: toStatus(last), events, ms }, "turn ended");
  if (!isKept) await recordLater(drive, last, options);
  clearInterval(lease);
}

async function listen(
  { input, turnLog, abort }: Drive,
  { run, stopMs, log }: DriveOptions,
): Promise<LastEvent> {
  try {
    for await (const event of untilOverdue(run(input, abort.signal), abort.signal, stopMs)) {
      if (isTerminal(event)) return event;
      if (!turnLog.append(event)) {
        abort.abort();
        return TOO_LONG;
      }
    }
  } catch (error) {
    log.error({ err: error, messageId: input.messageId }, "a turn threw");
    return toErrorEvent({ kind: "internal" });
  }
  return toErrorEvent({ kind: abort.signal.aborted ? "cancelled" : "internal" });
}

/** How the turn ended, as its readers are told: as it is stored, or that it could not be. */
async function record(
  { input: { messageId }, turnLog, onUnkept }: Drive,
  last: LastEvent,
  { turns, log }: DriveOptions,
): Promise<{ readonly last: LastEvent; readonly isKept: boolean }> {
  try {
    if (await turns.finish(messageId, toStatus(last), [...turnLog.events, last])) {
      return { last, isKept: true };
    }
    log.warn({ messageId }, "a turn had been ended by another process, or deleted");
    const end = (await turns.find(messageId))?.events.findLast(isTerminal);
    return { last: end ?? SUPERSEDED, isKept: true };
  } catch (error) {
    log.error({ err: error, messageId }, "a turn could not be recorded");
    onUnkept(toFailure(error));
    return { last: unrecorded(last), isKept: false };
  }
}

/** As its readers were told it, once the store takes it: until then the turn is here, and only here. */
async function recordLater(
  { input: { messageId }, turnLog, abort: { signal } }: Drive,
  last: LastEvent,
  { turns, log, retryMs }: DriveOptions,
): Promise<void> {
  for (;;) {
    await pause(retryMs, signal);
    if (signal.aborted) return;
    try {
      await turns.finish(messageId, toStatus(last), turnLog.events);
      log.info({ messageId }, "a turn was recorded late");
      return;
    } catch {
      // Said once when it began; what is tried again and again is not news.
    }
  }
}

/** A turn that was asked to stop, or has lost its session to another, is stopped: it must not answer twice. */
async function keepLease({ input, abort }: Drive, { turns, log }: DriveOptions): Promise<void> {
  try {
    if (!(await turns.heartbeat(input.messageId))) abort.abort();
  } catch (error) {
    log.warn({ err: error, messageId: input.messageId }, "a turn's lease could not be renewed");
  }
}
