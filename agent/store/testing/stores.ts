import { randomUUID } from "node:crypto";
import { shared } from "../../../vitest.shared.ts";
import type { Documents } from "../documents.ts";
import { openFirestore } from "../documents-firestore.ts";
import { openTemporary } from "./open-temporary.ts";

export type OpenEmpty = (options?: { readonly now?: () => number }) => Promise<Documents>;

/** The stores everything above the port is tested on. Each opens empty. */
export const STORES: readonly { readonly name: string; readonly open: OpenEmpty }[] = [
  { name: "SQLite", open: openTemporary },
  { name: "Firestore", open: openEmptyFirestore },
];

/** A project of its own on the shared emulator, hence empty. */
export async function openEmptyFirestore(
  options: { readonly now?: () => number } = {},
): Promise<Documents> {
  const project = `test-${randomUUID()}`;
  return openFirestore({ project, emulatorHost: await emulatorHost(), ...options });
}

/** @throws {Error} `[because …]` when the emulator cannot run here. */
export function emulatorHost(): Promise<string> {
  return shared("firestore");
}
