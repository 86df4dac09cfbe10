import { catchUp, conversation } from "./conversation.ts";
import { signInNeeded } from "./identity.ts";
import { loadSessions, sessions } from "./sessions.ts";

/** How often a page that is seen asks for the list of conversations: one small request. */
const EVERY_MS = 5_000;

/**
 * Keeps the page up with other devices: the list tells when the open conversation was last active, and only when that
 * has changed is the conversation read again. Returns what ends it.
 */
export function keepUp(): () => void {
  let seen = "";
  const look = async () => {
    if (document.hidden || signInNeeded.value) return;
    await loadSessions();
    const now = lastActive();
    if (now === undefined || now === seen) return;
    seen = now;
    await catchUp();
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  return () => clearInterval(timer);
}

/** Which conversation is open and when it was last active; undefined when the list does not tell. */
function lastActive(): string | undefined {
  const current = conversation.value;
  if (current.status !== "open") return undefined;
  const line = sessions.value.find(({ session_id }) => session_id === current.sessionId);
  return line && `${line.session_id} ${line.last_active_at}`;
}
