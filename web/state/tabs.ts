const channel =
  "BroadcastChannel" in globalThis ? new BroadcastChannel("insight-agent") : undefined;

/** Other tabs ask the service after this, once it has had time to hear of the question. */
const HEARD_MS = 400;

/** Lets this browser's other tabs know that something was asked in the conversation. */
export function tellOtherTabs(sessionId: string): void {
  setTimeout(() => channel?.postMessage(sessionId), HEARD_MS);
}

/** Calls back with the conversation in which another tab asked something. */
export function hearOtherTabs(heard: (sessionId: string) => void): void {
  channel?.addEventListener("message", ({ data }) => {
    if (typeof data === "string") heard(data);
  });
}
