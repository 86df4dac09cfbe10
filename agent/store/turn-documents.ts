import { z } from "zod";
import type { TurnEvent } from "../events.ts";
import { type Chunked, commitChunked, fromChunks, toChunks } from "./chunks.ts";
import type { DocumentPath, Documents, StoredDocument } from "./documents.ts";
import type { Owners } from "./owners.ts";

const TurnStatus = z.enum(["running", "done", "failed", "cancelled"]);
export type TurnStatus = z.infer<typeof TurnStatus>;

/** A turn's document without its events. `attempt` and `endedBy` tell a commit of ours that was sent twice from another's. */
export const StoredTurn = z.object({
  messageId: z.string(),
  sessionId: z.string(),
  userId: z.string(),
  content: z.string(),
  grant: z.string().exactOptional(),
  editOf: z.string().exactOptional(),
  status: TurnStatus,
  startedAt: z.string(),
  endedAt: z.string().exactOptional(),
  attempt: z.string(),
  endedBy: z.string().exactOptional(),
  /** Someone wants it to end: its process stops it at the next heartbeat. */
  stopAsked: z.boolean().exactOptional(),
});
export type StoredTurn = Readonly<z.infer<typeof StoredTurn>>;

export type TurnOptions = {
  /** How long a session stays taken without a heartbeat. Default 30 seconds. */
  readonly leaseMs?: number;
  /** Unix ms. */
  readonly now?: () => number;
  /** How long a turn is kept. Default 30 days. */
  readonly keepMs?: number;
  /** Who knows which processes are gone, whose leases then end before their time. Default: nobody. */
  readonly owners?: Owners;
  /** Takes back what a turn whose process died has left in its conversation. Default: nothing. */
  readonly undo?: (turn: Pick<StoredTurn, "sessionId" | "messageId">) => Promise<void>;
};

export type Ending = {
  readonly status: Exclude<TurnStatus, "running">;
  readonly events: readonly TurnEvent[];
  readonly endedBy: string;
};

/** What an abandoned turn tells whoever asks for it. */
const INTERRUPTED: TurnEvent = {
  type: "error",
  code: "interrupted",
  message: "The answer was interrupted because the service stopped; please ask again",
  retryable: true,
};

/** Turns and leases as documents: what `createTurns` is made of. */
export function createTurnDocuments(documents: Documents, options: TurnOptions) {
  const { leaseMs = 30_000, now = Date.now, keepMs = 30 * 24 * 60 * 60 * 1000 } = options;
  const { owners } = options;
  const isoNow = () => new Date(now()).toISOString();
  const expireAtMs = (turn: StoredTurn) => Date.parse(turn.startedAt) + keepMs;
  const readLease = (sessionId: string) => documents.get(leasePath(sessionId));
  const toPut = (turn: StoredTurn, packed: Chunked["fields"] = {}) => ({
    kind: "put" as const,
    path: turnPath(turn.messageId),
    fields: { ...turn, ...packed },
    expireAtMs: expireAtMs(turn),
  });

  /** A lease that has run out stays, so that whoever wants the session closes the turn that held it. */
  const isAlive = ({ fields: { untilMs, owner } }: StoredDocument) =>
    Number(untilMs) > now() && !(typeof owner === "string" && owners?.isGone(owner));

  /** Ends a running turn as `found`, and frees its session; false when someone else has changed it since. */
  const end = async (found: StoredDocument, ending: Ending): Promise<boolean> => {
    const turn = StoredTurn.parse(found.fields);
    const lease = await readLease(turn.sessionId);
    const json = JSON.stringify(ending.events);
    const { fields, writes } = await toChunks(found.path, json, expireAtMs(turn));
    const { status, endedBy } = ending;
    const { stopAsked: _, ...asked } = turn;
    const ended = { ...asked, status, endedBy, endedAt: isoNow() };
    const put = { ...toPut(ended, fields), when: { version: found.version } };
    if (!lease || !holds(lease, turn)) return commitChunked(documents, writes, [put]);
    const free = { kind: "delete", path: lease.path, when: { version: lease.version } } as const;
    return commitChunked(documents, writes, [put, free]);
  };

  return {
    isoNow,
    readLease,
    toPut,
    end,
    /** The write that takes or renews the session's lease. */
    toLease: (turn: StoredTurn) => ({
      kind: "put" as const,
      path: leasePath(turn.sessionId),
      fields: { messageId: turn.messageId, owner: owners?.own, untilMs: now() + leaseMs },
      expireAtMs: expireAtMs(turn),
    }),
    /** The turn as it stands, closed first when its process died. */
    settled: async (found: StoredDocument): Promise<StoredDocument> => {
      const turn = StoredTurn.parse(found.fields);
      if (turn.status !== "running") return found;
      const lease = await readLease(turn.sessionId);
      if (lease && holds(lease, turn) && isAlive(lease)) return found;
      const ending: Ending = {
        status: "failed",
        events: [INTERRUPTED],
        endedBy: "its process is gone",
      };
      // Not ours to undo when it has ended by itself since it was found.
      if (await end(found, ending)) await options.undo?.(turn);
      return (await documents.get(found.path)) ?? found;
    },
    /** Empty while the turn runs. */
    readEvents: async (found: StoredDocument): Promise<readonly TurnEvent[]> => {
      if (found.fields["status"] === "running") return [];
      const bytes = await fromChunks(documents, found);
      const events: TurnEvent[] = JSON.parse(Buffer.from(bytes).toString());
      return events;
    },
  };
}

export function holds(lease: StoredDocument, { messageId }: StoredTurn): boolean {
  return lease.fields["messageId"] === messageId;
}

export function turnPath(messageId: string): DocumentPath {
  return ["turns", messageId];
}

export function leasePath(sessionId: string): DocumentPath {
  return ["sessions", sessionId, "leases", "turn"];
}
