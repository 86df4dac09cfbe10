import { switchWorkspace } from "../state/start.ts";
import { workspace, workspaces } from "../state/workspaces.ts";
import { Icon } from "./icon.tsx";

const STATES = { opening: " (being opened)", failed: " (not available now)" } as const;

/** Which company's data is asked; only when there is a choice. */
export function WorkspaceSwitch() {
  if (workspaces.value.length < 2) return null;
  return (
    <label class="workspace-switch">
      <span class="unseen">Workspace</span>
      <select
        // A new conversation is one of the first.
        value={workspace.value ?? workspaces.value[0]?.name ?? ""}
        onChange={(event) => switchWorkspace(event.currentTarget.value)}
      >
        {workspaces.value.map(({ name, title, state }) => (
          <option key={name} value={name} disabled={state === "failed"}>
            {title}
            {state !== undefined && STATES[state]}
          </option>
        ))}
      </select>
      <Icon name="sort" size={13} />
    </label>
  );
}
