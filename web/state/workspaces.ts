import { signal } from "@preact/signals";
import { listWorkspaces } from "../api/routes.ts";
import type { WorkspaceLine } from "../api/wire.ts";
import { kept } from "./storage.ts";

/** All that can be asked about; empty until the service has told. */
export const workspaces = signal<readonly WorkspaceLine[]>([]);

/** The one in use; undefined until a conversation is open. */
export const workspace = signal<string | undefined>(kept.read("workspace") ?? undefined);

/** How long until the list is read again while a workspace of it is being opened. */
const OPENING_MS = 2_000;

/** Never throws: without the list there is just nothing to choose from. */
export async function loadWorkspaces(): Promise<void> {
  workspaces.value = await listWorkspaces().catch(() => []);
  const names = workspaces.value.map(({ name }) => name);
  const current = workspace.value;
  if (names.length > 0 && current !== undefined && !names.includes(current)) {
    workspace.value = undefined;
  }
  if (workspaces.value.some(({ state }) => state === "opening")) {
    setTimeout(() => void loadWorkspaces(), OPENING_MS);
  }
}

export function chooseWorkspace(name: string): void {
  kept.write("workspace", name);
  workspace.value = name;
}
