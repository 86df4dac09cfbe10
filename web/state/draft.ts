import { effect, signal } from "@preact/signals";

const KEY = "insight-agent.draft";

/** What is being written; it survives a reload of this tab. */
export const draft = signal(read());

effect(() => {
  try {
    sessionStorage.setItem(KEY, draft.value);
  } catch {
    // Storage is switched off: the draft lasts as long as the page.
  }
});

function read(): string {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // storage is switched off
  }
}
