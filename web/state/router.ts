import { signal } from "@preact/signals";

/** Where the page stands: a new conversation, or one that has an address. `message` is the one linked to. */
export type Place =
  | { readonly kind: "new" }
  | { readonly kind: "session"; readonly sessionId: string; readonly message?: string };

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

/** Follows the browser's back and forward. */
export function followBrowser(): void {
  window.addEventListener("popstate", () => {
    place.value = toPlace(location);
  });
}

export function sessionPath(sessionId: string): string {
  return `/c/${encodeURIComponent(sessionId)}`;
}

/** The place an address names. An address that names nothing is a new conversation. */
export function toPlace({ pathname, hash }: Pick<Location, "pathname" | "hash">): Place {
  const id = /^\/c\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (id === undefined) return { kind: "new" };
  const message = /^#m-(.+)$/.exec(hash)?.[1];
  try {
    const sessionId = decodeURIComponent(id);
    return { kind: "session", sessionId, ...(message === undefined ? {} : { message }) };
  } catch {
    return { kind: "new" }; // the address is not percent-encoded properly
  }
}
