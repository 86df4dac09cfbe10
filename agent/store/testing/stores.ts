import type { Documents } from "../documents.ts";
import { openTemporary } from "./open-temporary.ts";

export type OpenEmpty = (options?: { readonly now?: () => number }) => Promise<Documents>;

/** The stores everything above the port is tested on. Each opens empty. */
export const STORES: readonly { readonly name: string; readonly open: OpenEmpty }[] = [
  { name: "SQLite", open: openTemporary },
];
