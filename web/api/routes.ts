import type { MemoryKind } from "../../agent/events.ts";
import { request, send } from "./http.ts";
import type {
  FeedbackReason,
  History,
  KnowledgeDocument,
  OpenedSession,
  SessionLine,
  UserMemory,
  WorkspaceLine,
} from "./wire.ts";

const query = (fields: Record<string, string | undefined>): string => {
  const given = Object.entries(fields).filter((entry): entry is [string, string] => !!entry[1]);
  return `?${new URLSearchParams(given)}`;
};
const part = encodeURIComponent;

/** A new conversation. Without `workspace` the service picks its first. */
export function openSession(userId: string, workspace?: string): Promise<OpenedSession> {
  const body = { user_id: userId, ...(workspace ? { workspace } : {}) };
  return request("/chat/session", { method: "POST", body });
}

/** A question to ask. `messageId` is a UUID: the same one asks the same question once. */
export type Ask = {
  readonly sessionId: string;
  readonly userId: string;
  readonly messageId: string;
  readonly content: string;
  /** The message whose question this one changes. */
  readonly editOf?: string | undefined;
};

/** The turn as server-sent events, from its first. */
export function ask({ sessionId, userId, messageId, content, editOf }: Ask, signal: AbortSignal) {
  const ids = { session_id: sessionId, user_id: userId, message_id: messageId };
  return send("/chat/message", {
    method: "POST",
    body: { ...ids, content, ...(editOf ? { edit_of: editOf } : {}) },
    headers: { Accept: "text/event-stream" },
    signal,
  });
}

/** The turn's events after `lastEventId`. */
export function attach(
  { userId, messageId }: Pick<Ask, "userId" | "messageId">,
  lastEventId: string | undefined,
  signal: AbortSignal,
) {
  return send(`/chat/message/${part(messageId)}/events${query({ user_id: userId })}`, {
    headers: {
      Accept: "text/event-stream",
      ...(lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId }),
    },
    signal,
  });
}

export function cancel(messageId: string, userId: string): Promise<unknown> {
  const path = `/chat/message/${part(messageId)}/cancel${query({ user_id: userId })}`;
  return request(path, { method: "POST" });
}

export function readHistory(sessionId: string, userId: string): Promise<History> {
  return request(`/chat/history/${part(sessionId)}${query({ user_id: userId })}`);
}

/** As many as the service gives at once. */
const MOST_SESSIONS = "200";

/** Newest first. */
export async function listSessions(userId: string): Promise<readonly SessionLine[]> {
  const { sessions } = await request<{ sessions: SessionLine[] }>(
    `/chat/sessions${query({ user_id: userId, limit: MOST_SESSIONS })}`,
  );
  return sessions;
}

export function renameSession(sessionId: string, userId: string, title: string): Promise<unknown> {
  return request(`/chat/sessions/${part(sessionId)}`, {
    method: "PATCH",
    body: { user_id: userId, title },
  });
}

export function deleteSession(sessionId: string, userId: string): Promise<unknown> {
  return request(`/chat/sessions/${part(sessionId)}${query({ user_id: userId })}`, {
    method: "DELETE",
  });
}

/** Whose memory, of which workspace. */
export type MemoryOwner = { readonly userId: string; readonly workspace?: string | undefined };

const owned = ({ userId, workspace }: MemoryOwner) => query({ user_id: userId, workspace });

export function readMemory(owner: MemoryOwner): Promise<UserMemory> {
  return request(`/user/memory${owned(owner)}`);
}

export function forgetMemory(owner: MemoryOwner, kind: MemoryKind, key: string): Promise<unknown> {
  return request(`/user/memory/${part(kind)}/${part(key)}${owned(owner)}`, { method: "DELETE" });
}

export function clearMemory(owner: MemoryOwner): Promise<unknown> {
  return request(`/user/memory${owned(owner)}`, { method: "DELETE" });
}

export async function listWorkspaces(): Promise<readonly WorkspaceLine[]> {
  const { workspaces } = await request<{ workspaces: WorkspaceLine[] }>("/workspaces");
  return workspaces;
}

export function readDocument(workspace: string, source: string): Promise<KnowledgeDocument> {
  return request(`/knowledge/${part(workspace)}/${part(source)}`);
}

/** What a person thought of an answer. */
export type Vote = {
  readonly messageId: string;
  readonly userId: string;
  readonly rating: "up" | "down";
  readonly reason?: FeedbackReason | undefined;
  readonly comment?: string | undefined;
};

export function sendFeedback({ messageId, userId, rating, reason, comment }: Vote) {
  return request<unknown>("/chat/feedback", {
    method: "POST",
    body: {
      message_id: messageId,
      user_id: userId,
      rating,
      ...(reason ? { reason } : {}),
      ...(comment ? { comment } : {}),
    },
  });
}
