const channel =
  "BroadcastChannel" in globalThis ? new BroadcastChannel("insight-agent") : undefined;

/** Lets this browser's other tabs know that something was asked in the conversation: they ask the service for it. */
export function tellOtherTabs(sessionId: string): void {
  channel?.postMessage(sessionId);
}

/** Calls back with the conversation in which another tab asked something. */
export function hearOtherTabs(heard: (sessionId: string) => void): void {
  channel?.addEventListener("message", ({ data }) => {
    if (typeof data === "string") heard(data);
  });
}
