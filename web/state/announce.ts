import { signal } from "@preact/signals";

/** What a screen reader is told next, politely. */
export const announcement = signal("");

/** What is shown for a moment at the foot of the page; empty most of the time. */
export const toast = signal("");

const SHOWN_MS = 6_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says it, also when it was the last thing said. */
export function announce(text: string): void {
  announcement.value = announcement.value === text ? `${text}\u00A0` : text;
}

/** Says it and shows it: what a person did has had no other sign, or did not work. */
export function tell(text: string): void {
  announce(text);
  toast.value = text;
  clearTimeout(timer);
  timer = setTimeout(closeToast, SHOWN_MS);
}

export function closeToast(): void {
  toast.value = "";
}
