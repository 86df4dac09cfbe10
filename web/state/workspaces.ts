import { signal } from "@preact/signals";
import { listWorkspaces } from "../api/routes.ts";
import type { WorkspaceLine } from "../api/wire.ts";
import { kept } from "./storage.ts";

/** All that can be asked about; empty until the service has told. */
export const workspaces = signal<readonly WorkspaceLine[]>([]);

/** The one in use; undefined until a conversation is open. */
export const workspace = signal<string | undefined>(kept.read("workspace") ?? undefined);

/** Never throws: without the list there is just nothing to choose from. */
export async function loadWorkspaces(): Promise<void> {
  workspaces.value = await listWorkspaces().catch(() => []);
  const names = workspaces.value.map(({ name }) => name);
  const current = workspace.value;
  if (names.length > 0 && current !== undefined && !names.includes(current)) {
    workspace.value = undefined;
  }
}

export function chooseWorkspace(name: string): void {
  kept.write("workspace", name);
  workspace.value = name;
}
