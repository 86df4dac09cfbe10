import { conversation, turns } from "../state/conversation.ts";
import { identity } from "../state/identity.ts";
import { openPanel } from "../state/panel.ts";
import { sessionSearch, sessions, shownSessions } from "../state/sessions.ts";
import { sidebarOpen } from "../state/sidebar.ts";
import { startNew } from "../state/start.ts";
import { userId } from "../state/user.ts";
import { workspace, workspaces } from "../state/workspaces.ts";
import { byDay } from "../text/by-day.ts";
import { each } from "./each.ts";
import { Icon, Mark } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";
import { SessionRow } from "./session-row.tsx";
import { WorkspaceSwitch } from "./workspace-switch.tsx";

/** Conversations, and who asks. On a narrow page it slides over the conversation. */
export function Sidebar() {
  const current = conversation.value;
  const openId =
    current.status === "open" && turns.value.length > 0 ? current.sessionId : undefined;
  const list = shownSessions.value;
  return (
    <nav class="sidebar" aria-label="Conversations" id="sidebar">
      <div class="sidebar-head">
        <Mark />
        <span class="brand">InsightAgent</span>
        <IconButton
          icon="close"
          label="Close the list"
          class="sidebar-close"
          onClick={() => {
            sidebarOpen.value = false;
          }}
        />
      </div>
      <WorkspaceSwitch />
      <button type="button" class="new" onClick={startNew}>
        <Icon name="plus" /> New conversation
      </button>
      <div class="search">
        <Icon name="search" size={14} />
        <input
          id="session-search"
          type="search"
          placeholder="Search conversations"
          aria-label="Search conversations"
          value={sessionSearch.value}
          onInput={(event) => {
            sessionSearch.value = event.currentTarget.value;
          }}
        />
      </div>
      <div class="sessions">
        {each(byDay(list, new Date()), ({ name, lines }) => (
          <section>
            <h2 class="session-day">{name}</h2>
            <ul>
              {lines.map((line) => (
                <SessionRow
                  key={line.session_id}
                  line={line}
                  current={line.session_id === openId}
                  note={otherWorkspace(line.workspace)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {list.length === 0 && (
        <p class="quiet-words sidebar-empty">
          {sessionSearch.value.trim() !== "" && sessions.value.length > 0
            ? "No conversation has these words in its title."
            : "Your conversations will be listed here."}
        </p>
      )}
      <div class="sidebar-foot">
        <button type="button" class="foot-button" onClick={() => openPanel({ kind: "memory" })}>
          <Icon name="thought" /> Memory
        </button>
        <button
          type="button"
          class="foot-button"
          title="Name, theme, keyboard"
          onClick={() => openPanel({ kind: "settings" })}
        >
          <Icon name="person" /> <span class="unseen">Settings of </span>
          <span class="foot-who">
            <span class="foot-user">{userId.value}</span>
            {identity.value && <span class="role-badge">{identity.value.role}</span>}
          </span>
        </button>
      </div>
    </nav>
  );
}

/** The title of a workspace that is not the one in use; undefined where there is no choice. */
function otherWorkspace(name: string): string | undefined {
  if (workspaces.value.length < 2 || name === workspace.value) return undefined;
  return workspaces.value.find((one) => one.name === name)?.title ?? name;
}
