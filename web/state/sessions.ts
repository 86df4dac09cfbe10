import { computed, signal } from "@preact/signals";
import { deleteSession, listSessions, renameSession } from "../api/routes.ts";
import type { SessionLine } from "../api/wire.ts";
import { userId } from "./user.ts";

/** The conversation list as the service gave it, newest first. */
export const sessions = signal<readonly SessionLine[]>([]);

/** Words to look for in titles. */
export const sessionSearch = signal("");

/** Conversations in which something was asked and whose title holds every word looked for. */
export const shownSessions = computed(() => {
  const words = sessionSearch.value.toLowerCase().split(/\s+/).filter(Boolean);
  return sessions.value.filter(({ title }) => {
    const text = title.toLowerCase();
    return text !== "" && words.every((word) => text.includes(word));
  });
});

/** Never throws: an old list is better than none. */
export async function loadSessions(): Promise<void> {
  const owner = userId.value;
  const list = await listSessions(owner).catch(() => undefined);
  if (list === undefined || owner !== userId.value) return;
  // The same list again is no reason to draw it again.
  if (JSON.stringify(list) !== JSON.stringify(sessions.value)) sessions.value = list;
}

/** Puts a conversation at the top of the list, as the service will. Its title stays when it has one. */
export function noteSession(note: { sessionId: string; title: string; workspace: string }): void {
  const known = sessions.value.find(({ session_id }) => session_id === note.sessionId);
  const line: SessionLine = {
    session_id: note.sessionId,
    workspace: note.workspace,
    title: known?.title || note.title.slice(0, 80),
    last_active_at: new Date().toISOString(),
  };
  const others = sessions.value.filter(({ session_id }) => session_id !== note.sessionId);
  sessions.value = [line, ...others];
}

/** Shown at once; the list is read again whatever the service says. @throws {ApiError} when it refuses. */
export async function rename(sessionId: string, title: string): Promise<void> {
  const name = title.trim().slice(0, 200);
  if (name === "") return;
  sessions.value = sessions.value.map((line) =>
    line.session_id === sessionId ? { ...line, title: name } : line,
  );
  try {
    await renameSession(sessionId, userId.value, name);
  } finally {
    await loadSessions();
  }
}

/** Gone at once; the list is read again whatever the service says. @throws {ApiError} when it refuses. */
export async function remove(sessionId: string): Promise<void> {
  sessions.value = sessions.value.filter(({ session_id }) => session_id !== sessionId);
  try {
    await deleteSession(sessionId, userId.value);
  } finally {
    await loadSessions();
  }
}
