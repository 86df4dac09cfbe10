import { signal } from "@preact/signals";
import { sidebarOpen } from "./sidebar.ts";

/** A document to open, and the passage in it: character offsets, or words to look for. */
export type DocumentPlace = {
  readonly workspace: string;
  readonly source: string;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly heading?: string | undefined;
};

/** What stands beside the conversation. */
export type Panel =
  | { readonly kind: "none" }
  | { readonly kind: "document"; readonly place: DocumentPlace }
  | { readonly kind: "memory" }
  | { readonly kind: "settings" };

export const panel = signal<Panel>({ kind: "none" });

let opener: Element | null = null;

/** Opens a panel and remembers what had the focus. */
export function openPanel(next: Exclude<Panel, { kind: "none" }>): void {
  if (panel.value.kind === "none") opener = document.activeElement;
  sidebarOpen.value = false;
  panel.value = next;
}

/** Closes the panel; the focus returns to where it came from. */
export function closePanel(): void {
  panel.value = { kind: "none" };
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  opener = null;
}
