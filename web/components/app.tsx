import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announcement, toast } from "../state/announce.ts";
import { figureCard } from "../state/figure-card.ts";
import { signInNeeded } from "../state/identity.ts";
import { panel } from "../state/panel.ts";
import { sidebarOpen } from "../state/sidebar.ts";
import { startNew } from "../state/start.ts";
import { title } from "../state/title.ts";
import { Composer } from "./composer.tsx";
import { IconButton } from "./icon-button.tsx";
import { followKeys } from "./keys.ts";
import { lazy } from "./lazy.ts";
import { Sidebar } from "./sidebar.tsx";
import { Thread } from "./thread.tsx";

const SidePanel = lazy(async () => (await import("./side-panel.tsx")).SidePanel);
const SignIn = lazy(async () => (await import("./sign-in.tsx")).SignIn);
const FigureCard = lazy(async () => (await import("./figure-card.tsx")).FigureCard);

/** The page; in its place the sign-in, where nobody is let in without. */
export function App() {
  return signInNeeded.value ? <SignIn /> : <Page />;
}

function Page() {
  useEffect(followKeys, []);
  useSignalEffect(() => {
    document.title = title.value === "" ? "InsightAgent" : `${title.value} – InsightAgent`;
  });
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
          <span class="topbar-title">{title.value || "InsightAgent"}</span>
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
      {toast.value !== "" && (
        // It is said by the region below; a second voice would say it twice.
        <p class="toast" aria-hidden="true">
          {toast.value}
        </p>
      )}
      <div class="unseen" aria-live="polite" role="status">
        {announcement.value}
      </div>
    </div>
  );
}
