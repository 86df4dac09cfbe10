import { signal } from "@preact/signals";

/** What a screen reader is told next, politely. */
export const announcement = signal("");

/** Says it, also when it was the last thing said. */
export function announce(text: string): void {
  announcement.value = announcement.value === text ? `${text}\u00A0` : text;
}
