import { signal } from "@preact/signals";
import { readCaller } from "../api/sign-in.ts";
import { identity } from "./identity.ts";
import { kept } from "./storage.ts";
import { uuid } from "./uuid.ts";

/** Who asks: who signed in, else a name of this browser, which a person may change. */
export const userId = signal(restore());

/** Becomes who a proxy on the way signs in; false where none does, or nothing changes. Never throws. */
export async function becomeCaller(): Promise<boolean> {
  if (identity.value) return false;
  const caller = await readCaller().catch(() => undefined);
  if (!caller?.userId) return false;
  identity.value = { token: "", ...caller };
  userId.value = caller.userId;
  return true;
}

/** Becomes someone else. Blank names are passed over. */
export function changeUser(name: string): boolean {
  const id = name.trim().slice(0, 64);
  if (id === "" || id === userId.value) return false;
  kept.write("user", id);
  userId.value = id;
  return true;
}

function restore(): string {
  if (identity.value) return identity.value.userId;
  const known = kept.read("user");
  if (known !== null && known !== "") return known;
  const fresh = `user-${uuid().slice(0, 8)}`;
  kept.write("user", fresh);
  return fresh;
}
