import { randomUUID } from "node:crypto";
import type { TurnEvent } from "../events.ts";
import type { Documents, Filter, StoredDocument } from "./documents.ts";
import {
  createTurnDocuments,
  holds,
  leasePath,
  StoredTurn,
  type TurnOptions,
  type TurnStatus,
  turnPath,
} from "./turn-documents.ts";

export type { TurnStatus };

/** One question and all that was said to it. Instants are ISO; `events` is complete once `status` is not `running`. */
export type TurnRecord = {
  readonly messageId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly content: string;
  /** Stands for what the role it was asked under might know; absent where everything was everyone's. */
  readonly grant?: string;
  /** The message whose question this one changes, as whoever asked said it. */
  readonly editOf?: string;
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
    turn: Pick<TurnRecord, "messageId" | "sessionId" | "userId" | "content" | "grant" | "editOf">,
  ): Promise<
    | { status: "begun"; turn: TurnRecord }
    | { status: "exists"; turn: TurnRecord }
    | { status: "busy"; messageId: string }
  >;
  /**
   * Writes the turn's end and frees the lease, in one commit. False when the turn is gone or was ended by another, who took it for
   * abandoned: then that end stays.
   */
  finish(
    messageId: string,
    status: Exclude<TurnStatus, "running">,
    events: readonly TurnEvent[],
  ): Promise<boolean>;
  /** Keeps the lease of a running turn alive. False when it was asked to stop, has ended or lost its session to another: stop running it. */
  heartbeat(messageId: string): Promise<boolean>;
  /** Asks the process that runs the turn to stop it, which it hears at its next heartbeat. Nothing happens to a turn that has ended. */
  askToStop(messageId: string): Promise<void>;
  /** A turn whose process died (it is gone, or its lease has run out) is closed as failed before it is returned. */
  find(messageId: string): Promise<TurnRecord | undefined>;
  /** Oldest first; the abandoned are closed as in `find`. */
  ofSession(sessionId: string): Promise<readonly TurnRecord[]>;
  /** Message ids of the user's turns that have not ended. */
  runningOf(userId: string): Promise<readonly string[]>;
  /** Turns left running by a process that died (as in `find`): closed as failed; how many. */
  closeAbandoned(): Promise<number>;
};

type Extras = Pick<TurnRecord, "grant" | "editOf">;

function extrasIn({ grant, editOf }: Extras): Extras {
  return { ...(grant !== undefined && { grant }), ...(editOf !== undefined && { editOf }) };
}

export function createTurns(documents: Documents, options: TurnOptions = {}): Turns {
  const { isoNow, readLease, toPut, toLease, end, settled, readEvents } = createTurnDocuments(
    documents,
    options,
  );
  const toRecord = async (stored: StoredDocument): Promise<TurnRecord> => {
    const found = await settled(stored);
    const { attempt: _, endedBy: __, stopAsked: ___, ...turn } = StoredTurn.parse(found.fields);
    return { ...turn, events: await readEvents(found) };
  };
  /** Why `turn` could not begin; undefined when it did, or when the reason is gone by now. */
  const obstacle = async ({ messageId, sessionId, attempt }: StoredTurn) => {
    const paths = [turnPath(messageId), leasePath(sessionId)];
    const [found, lease] = await documents.getMany(paths);
    // Our own commit, whose answer got lost on the way and which was sent again.
    if (found?.fields["attempt"] === attempt) return { status: "begun" } as const;
    if (found) return { status: "exists", turn: await toRecord(found) } as const;
    if (!lease || (await isFreed(lease))) return undefined;
    return { status: "busy", messageId: String(lease.fields["messageId"]) } as const;
  };
  /** Whether the turn that holds the session has ended, or is closed now because its process died. */
  const isFreed = async ({ path, version, fields }: StoredDocument): Promise<boolean> => {
    const found = await documents.get(turnPath(String(fields["messageId"])));
    if (found && (await settled(found)).fields["status"] === "running") return false;
    await documents.commit([{ kind: "delete", path, when: { version } }]);
    return true;
  };
  const running = (...more: readonly Filter[]) =>
    documents.query({
      from: ["turns"],
      where: [{ field: "status", is: "=", value: "running" }, ...more],
    });
  return {
    begin: async (given) => {
      const { messageId, sessionId, userId, content } = given;
      const asked = { messageId, sessionId, userId, content, ...extrasIn(given) };
      const turn = { ...asked, status: "running", startedAt: isoNow() } as const;
      const stored = { ...turn, attempt: randomUUID() };
      for (;;) {
        const writes = [toPut(stored), toLease(stored)];
        const begun = await documents.commit(writes.map((w) => ({ ...w, when: "absent" })));
        const found = begun ? ({ status: "begun" } as const) : await obstacle(stored);
        if (found?.status === "begun") return { status: "begun", turn: { ...turn, events: [] } };
        if (found) return found;
      }
    },
    finish: async (messageId, status, events) => {
      const ending = { status, events, endedBy: randomUUID() };
      for (;;) {
        const found = await documents.get(turnPath(messageId));
        if (!found) return false;
        if (found.fields["status"] !== "running") return found.fields["endedBy"] === ending.endedBy;
        if (await end(found, ending)) return true;
      }
    },
    heartbeat: async (messageId) => {
      const found = await documents.get(turnPath(messageId));
      if (found?.fields["status"] !== "running") return false;
      const turn = StoredTurn.parse(found.fields);
      const lease = await readLease(turn.sessionId);
      if (turn.stopAsked || (lease && !holds(lease, turn))) return false;
      const when = lease ? { version: lease.version } : "absent";
      return documents.commit([{ ...toLease(turn), when }]);
    },
    askToStop: async (messageId) => {
      for (;;) {
        const found = await documents.get(turnPath(messageId));
        if (found?.fields["status"] !== "running") return;
        const turn = { ...StoredTurn.parse(found.fields), stopAsked: true };
        if (await documents.commit([{ ...toPut(turn), when: { version: found.version } }])) return;
      }
    },
    find: async (messageId) => {
      const found = await documents.get(turnPath(messageId));
      return found && toRecord(found);
    },
    ofSession: async (sessionId) => {
      const found = await documents.query({
        from: ["turns"],
        where: [{ field: "sessionId", is: "=", value: sessionId }],
        orderBy: { field: "startedAt", direction: "ascending" },
      });
      return Promise.all(found.map(toRecord));
    },
    runningOf: async (userId) => {
      const found = await running({ field: "userId", is: "=", value: userId });
      return found.map(({ fields }) => String(fields["messageId"]));
    },
    closeAbandoned: async () => {
      const seen = await Promise.all((await running()).map(settled));
      return seen.filter(({ fields }) => fields["status"] !== "running").length;
    },
  };
}
