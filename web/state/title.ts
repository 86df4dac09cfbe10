import { computed } from "@preact/signals";
import { conversation, turns } from "./conversation.ts";
import { sessions } from "./sessions.ts";

/** What the open conversation is called; empty before its first question. */
export const title = computed(() => {
  const current = conversation.value;
  if (current.status !== "open" || turns.value.length === 0) return "";
  const line = sessions.value.find(({ session_id }) => session_id === current.sessionId);
  return line?.title || turns.value[0]?.question || "";
});
