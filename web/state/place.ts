/** Where the page stands: a new conversation, or one that has an address. `message` is the one linked to. */
export type Place =
  | { readonly kind: "new" }
  | { readonly kind: "session"; readonly sessionId: string; readonly message?: string };

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
