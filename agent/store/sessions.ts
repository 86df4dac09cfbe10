import { z } from "zod";
import { TurnError } from "../failure.ts";
import type { Policy } from "../policy.ts";
import type {
  DocumentPath,
  DocumentQuery,
  Documents,
  Fields,
  StoredDocument,
} from "./documents.ts";

/** A conversation. Instants are ISO. `title` is the first question until the user renames it; empty before the first turn. */
export type Session = {
  readonly sessionId: string;
  readonly userId: string;
  readonly role: string;
  readonly workspace: string;
  readonly title: string;
  readonly createdAt: string;
  readonly lastActiveAt: string;
};

/** A session ends after this much inactivity (DESIGN §6: 24 hours). */
export const SESSION_TTL_MS = 24 * 60 * 60 * 1000;

export type Sessions = {
  /** Hands back the session that exists when the same person asks again. */
  create(policy: Policy, sessionId: string): Promise<Session>;
  /** Whoever owns it; undefined when unknown or gone from storage. Expired sessions are still returned until they are purged. */
  find(sessionId: string): Promise<Session | undefined>;
  /** Moves `lastActiveAt` to now; sets the title when it is still empty. */
  touch(sessionId: string, title: string): Promise<void>;
  /** Newest first, at most `limit`, unexpired ones only. Those without a title, in which nothing was asked, take no other's place. */
  list(userId: string, limit?: number): Promise<readonly Session[]>;
  rename(sessionId: string, title: string): Promise<void>;
  /** Removes the session with its turns and checkpoints. */
  remove(sessionId: string): Promise<void>;
};

/** True once `now` (Unix ms) is 24 hours or more past the last activity. */
export function isExpired(session: Session, now: number): boolean {
  return now - Date.parse(session.lastActiveAt) >= SESSION_TTL_MS;
}

const StoredSession = z.object({
  sessionId: z.string(),
  userId: z.string(),
  role: z.string(),
  workspace: z.string(),
  title: z.string(),
  createdAt: z.string(),
  lastActiveAt: z.string(),
});

export type SessionOptions = {
  /** LangGraph's state of the sessions, which goes with them. */
  readonly checkpoints: { deleteThread(threadId: string): Promise<void> };
  /** Unix ms. */
  readonly now?: () => number;
  /** How long after its last activity a session is gone from storage. Default 30 days. */
  readonly keepMs?: number;
};

/** So many are read at once at least: a short list may lie behind many empty ones. */
const MIN_PAGE = 50;

const DEFAULT_KEEP_MS = 30 * SESSION_TTL_MS;

export function createSessions(documents: Documents, options: SessionOptions): Sessions {
  const { checkpoints, now = Date.now, keepMs = DEFAULT_KEEP_MS } = options;
  const find = async (sessionId: string) => {
    const found = await documents.get(sessionPath(sessionId));
    return found && { session: StoredSession.parse(found.fields), version: found.version };
  };
  const toWrite = (session: Session) => ({
    kind: "put" as const,
    path: sessionPath(session.sessionId),
    fields: session satisfies Fields,
    expireAtMs: Date.parse(session.lastActiveAt) + keepMs,
  });
  /** Again and again until nobody changed the session in between. Nothing happens when there is none. */
  const change = async (sessionId: string, edit: (session: Session) => Session) => {
    for (;;) {
      const found = await find(sessionId);
      if (!found) return;
      const write = { ...toWrite(edit(found.session)), when: { version: found.version } };
      if (await documents.commit([write])) return;
    }
  };
  const isoNow = () => new Date(now()).toISOString();
  /** A person's unexpired ones, read `page` at a time. */
  async function* newestOf(userId: string, page: number): AsyncGenerator<Session> {
    const since = new Date(now() - SESSION_TTL_MS).toISOString();
    const query: DocumentQuery = {
      from: ["sessions"],
      where: [
        { field: "userId", is: "=", value: userId },
        { field: "lastActiveAt", is: ">", value: since },
      ],
      orderBy: { field: "lastActiveAt", direction: "descending" },
      limit: page,
    };
    let last: StoredDocument | undefined;
    do {
      const found = await documents.query({ ...query, ...(last && { after: last }) });
      for (const { fields } of found) yield StoredSession.parse(fields);
      last = found.length === page ? found.at(-1) : undefined;
    } while (last);
  }
  return {
    create: async (policy, sessionId) => {
      const { userId, role, workspace } = policy;
      const at = isoNow();
      const session = {
        sessionId,
        userId,
        role,
        workspace,
        title: "",
        createdAt: at,
        lastActiveAt: at,
      };
      if (await documents.commit([{ ...toWrite(session), when: "absent" }])) return session;
      const found = await find(sessionId);
      if (found && isSamePerson(found.session, policy)) return found.session;
      throw new TurnError({ kind: "conflict", message: "The session exists already" });
    },
    find: async (sessionId) => (await find(sessionId))?.session,
    touch: (sessionId, title) =>
      change(sessionId, (session) => ({
        ...session,
        title: session.title || title,
        lastActiveAt: isoNow(),
      })),
    list: async (userId, limit = 50) => {
      const titled: Session[] = [];
      const untitled: Session[] = [];
      const found: Session[] = [];
      for await (const session of newestOf(userId, Math.max(limit, MIN_PAGE))) {
        found.push(session);
        (session.title === "" ? untitled : titled).push(session);
        if (titled.length === limit) break;
      }
      const listed = new Set([...titled, ...untitled.slice(0, limit - titled.length)]);
      return found.filter((session) => listed.has(session));
    },
    rename: (sessionId, title) => change(sessionId, (session) => ({ ...session, title })),
    remove: async (sessionId) => {
      await removeTurns(documents, sessionId);
      await checkpoints.deleteThread(sessionId);
      // Last, so that a removal which was cut short can be asked for again.
      await documents.deleteTree(sessionPath(sessionId));
    },
  };
}

async function removeTurns(documents: Documents, sessionId: string): Promise<void> {
  const where = [{ field: "sessionId", is: "=", value: sessionId } as const];
  const turns = await documents.query({ from: ["turns"], where });
  for (const turn of turns) await documents.deleteTree(turn.path);
}

function isSamePerson(session: Session, policy: Policy): boolean {
  return (
    session.userId === policy.userId &&
    session.workspace === policy.workspace &&
    session.role === policy.role
  );
}

function sessionPath(sessionId: string): DocumentPath {
  return ["sessions", sessionId];
}
