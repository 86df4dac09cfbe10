import type { TurnEvent } from "../events.ts";

export type TurnStatus = "running" | "done" | "failed" | "cancelled";

/** One question and all that was said to it. Instants are ISO; `events` is complete once `status` is not `running`. */
export type TurnRecord = {
  readonly messageId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly content: string;
  readonly status: TurnStatus;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly events: readonly TurnEvent[];
};

export type Turns = {
  /**
   * Records the turn as running before anything runs, and takes the session's lease (one running turn a session).
   * `exists` hands back the turn already stored under the id; `busy` names the running turn of the session.
   */
  begin(
    turn: Pick<TurnRecord, "messageId" | "sessionId" | "userId" | "content">,
  ): Promise<
    | { status: "begun"; turn: TurnRecord }
    | { status: "exists"; turn: TurnRecord }
    | { status: "busy"; messageId: string }
  >;
  /** Writes the turn's end and frees the lease, in one commit. */
  finish(
    messageId: string,
    status: Exclude<TurnStatus, "running">,
    events: readonly TurnEvent[],
  ): Promise<void>;
  /** Keeps the lease of a running turn alive. */
  heartbeat(messageId: string): Promise<void>;
  find(messageId: string): Promise<TurnRecord | undefined>;
  /** Oldest first. */
  ofSession(sessionId: string): Promise<readonly TurnRecord[]>;
  /** Turns left running by a process that died (their lease has run out): closed as failed; how many. */
  closeAbandoned(): Promise<number>;
};
