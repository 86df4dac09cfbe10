import { effect, untracked } from "@preact/signals";
import { catchUp, conversation, openNew, openStored, turns } from "./conversation.ts";
import { closeCard } from "./figure-card.ts";
import { keepUp } from "./keep-up.ts";
import { closePanel } from "./panel.ts";
import { followBrowser, go, place } from "./router.ts";
import { loadSessions } from "./sessions.ts";
import { sidebarOpen } from "./sidebar.ts";
import { hearOtherTabs } from "./tabs.ts";
import { applyTheme } from "./theme.ts";
import { changeUser } from "./user.ts";
import { chooseWorkspace, loadWorkspaces } from "./workspaces.ts";

/** Brings the page to life: what the address names is opened, and kept up with what happens elsewhere. */
export function start(): void {
  applyTheme();
  followBrowser();
  effect(() => {
    const at = place.value;
    untracked(() => {
      closeCard();
      sidebarOpen.value = false;
      void (at.kind === "new" ? openNew() : openStored(at.sessionId));
    });
  });
  void loadWorkspaces();
  void loadSessions();
  hearOtherTabs((sessionId) => {
    const current = conversation.value;
    if (current.status === "open" && current.sessionId === sessionId) void catchUp();
    void loadSessions();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    void catchUp();
    void loadSessions();
  });
  window.addEventListener("online", () => void catchUp());
  keepUp();
}

/** A new conversation; the one that is empty already will do. */
export function startNew(): void {
  sidebarOpen.value = false;
  const current = conversation.value;
  const isEmpty = current.status === "open" && turns.value.length === 0;
  if (!isEmpty || place.value.kind !== "new") go("/");
  document.getElementById("composer")?.focus();
}

/** Someone else asks from now on. */
export function becomeUser(name: string): void {
  if (!changeUser(name)) return;
  closePanel();
  void loadSessions();
  afresh();
}

/** Asks about another company's data, in a new conversation. */
export function switchWorkspace(name: string): void {
  chooseWorkspace(name);
  afresh();
}

function afresh(): void {
  if (place.value.kind === "new") void openNew();
  else go("/");
}
