import { useEffect } from "preact/hooks";
import { announcement } from "../state/announce.ts";
import { conversation, turns } from "../state/conversation.ts";
import { figureCard } from "../state/figure-card.ts";
import { panel } from "../state/panel.ts";
import { sessions } from "../state/sessions.ts";
import { sidebarOpen } from "../state/sidebar.ts";
import { startNew } from "../state/start.ts";
import { Composer } from "./composer.tsx";
import { IconButton } from "./icon-button.tsx";
import { followKeys } from "./keys.ts";
import { lazy } from "./lazy.ts";
import { Sidebar } from "./sidebar.tsx";
import { Thread } from "./thread.tsx";

const SidePanel = lazy(async () => (await import("./side-panel.tsx")).SidePanel);
const FigureCard = lazy(async () => (await import("./figure-card.tsx")).FigureCard);

/** The page. */
export function App() {
  useEffect(followKeys, []);
  const title = currentTitle();
  useEffect(() => {
    document.title = title === "" ? "InsightAgent" : `${title} – InsightAgent`;
  }, [title]);
  const closeSidebar = () => {
    sidebarOpen.value = false;
  };
  return (
    <div
      class={`app ${sidebarOpen.value ? "app-sidebar" : ""} ${panel.value.kind === "none" ? "" : "app-panel"}`}
    >
      <a class="skip" href="#composer">
        To the question
      </a>
      <Sidebar />
      {sidebarOpen.value && (
        <button type="button" class="veil" aria-label="Close the list" onClick={closeSidebar} />
      )}
      <main class="main">
        <header class="topbar">
          <IconButton
            icon="menu"
            label="Conversations"
            onClick={() => {
              sidebarOpen.value = true;
              requestAnimationFrame(() => document.getElementById("session-search")?.focus());
            }}
          />
          <span class="topbar-title">{title || "InsightAgent"}</span>
          <IconButton icon="plus" label="New conversation" onClick={startNew} />
        </header>
        <Thread />
        <div class="dock">
          <Composer />
          <p class="dock-note">
            Every figure leads back to its source: select it to see where it comes from.
          </p>
        </div>
      </main>
      {panel.value.kind !== "none" && <SidePanel />}
      {figureCard.value !== null && <FigureCard card={figureCard.value} />}
      <div class="unseen" aria-live="polite" role="status">
        {announcement.value}
      </div>
    </div>
  );
}

function currentTitle(): string {
  const current = conversation.value;
  if (current.status !== "open" || turns.value.length === 0) return "";
  const line = sessions.value.find(({ session_id }) => session_id === current.sessionId);
  return line?.title || turns.value[0]?.question || "";
}
