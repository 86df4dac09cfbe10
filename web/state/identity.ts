import { signal } from "@preact/signals";
import { credential } from "../api/credential.ts";

/** Who signed in in this tab; no token where a proxy adds it on the way. */
export type Identity = { readonly token: string; readonly userId: string; readonly role: string };

const KEY = "insight-agent.identity";

/** Undefined where the service asks for no sign-in, or nobody has signed in yet. */
export const identity = signal<Identity | undefined>(read());

/** True once the service has refused who asks: the page asks who it is. */
export const signInNeeded = signal(false);

credential.token = () => identity.value?.token || undefined;
credential.refused = () => {
  write(undefined);
  signInNeeded.value = true;
};

/** Goes on as this person, with a page that holds nothing of the one before; what is being written stays. */
export function signIn(as: Identity): void {
  write(as);
  location.reload();
}

/** Leaves nothing of this person in the tab. */
export function signOut(): void {
  write(undefined);
  location.assign("/");
}

/** The tab's own storage: it ends with the tab, and no other one reads it. */
function write(as: Identity | undefined): void {
  identity.value = as;
  try {
    if (as) sessionStorage.setItem(KEY, JSON.stringify(as));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is switched off: a reload asks again.
  }
}

function read(): Identity | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return isIdentity(kept) ? kept : undefined;
  } catch {
    return undefined; // storage is switched off, or something else stands there
  }
}

function isIdentity(value: unknown): value is Identity {
  const { token, userId, role } = Object(value);
  return [token, userId, role].every((one) => typeof one === "string");
}
