import { signal } from "@preact/signals";
import { type Place, toPlace } from "./place.ts";

/** What the page shows. */
export const place = signal<Place>(toPlace(location));

/** Goes there, with an entry in the browser's history. */
export function go(path: string): void {
  if (path !== location.pathname) history.pushState(null, "", path);
  place.value = toPlace(location);
}

/** Changes the address alone: what is shown stays. */
export function nameAddress(path: string): void {
  history.replaceState(null, "", path);
}

/** Leaves the address for that of a new conversation, to which the browser's back returns; what is shown stays. */
export function leaveAddress(): void {
  history.pushState(null, "", "/");
}

/** Follows the browser's back and forward. */
export function followBrowser(): void {
  window.addEventListener("popstate", () => {
    place.value = toPlace(location);
  });
}

export function sessionPath(sessionId: string): string {
  return `/c/${encodeURIComponent(sessionId)}`;
}
