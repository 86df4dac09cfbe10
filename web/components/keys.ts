import { runningTurn } from "../state/conversation.ts";
import { closeCard } from "../state/figure-card.ts";
import { closePanel, panel } from "../state/panel.ts";
import { sidebarOpen } from "../state/sidebar.ts";
import { startNew } from "../state/start.ts";
import { stop } from "../state/turns.ts";

/** Listens to the page's keys. Returns what ends that. */
export function followKeys(): () => void {
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  if (act(event)) event.preventDefault();
}

/** True when the key meant something here. */
function act(event: KeyboardEvent): boolean {
  if (event.key === "Escape") return backOut();
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") return focusSearch();
  if (event.altKey) return moveOrStart(event.code);
  if (event.key === "/" && !isWriting(event.target)) return focusOn("composer");
  return false;
}

/** Closes what lies on top; with nothing open it stops the answer. */
function backOut(): boolean {
  if (closeCard()) return true;
  if (panel.value.kind !== "none") closePanel();
  else if (sidebarOpen.value) sidebarOpen.value = false;
  else {
    const running = runningTurn();
    if (running === undefined) return false;
    stop(running);
  }
  return true;
}

function moveOrStart(code: string): boolean {
  switch (code) {
    case "KeyN":
      startNew();
      return true;
    case "ArrowUp":
      return moveBy(-1);
    case "ArrowDown":
      return moveBy(1);
    default:
      return false;
  }
}

/** Moves the focus to the question before or after; past the last one, to the composer. */
function moveBy(step: 1 | -1): boolean {
  const all = [...document.querySelectorAll<HTMLElement>(".turn")];
  const at = all.findIndex((turn) => turn.contains(document.activeElement));
  const next = at < 0 ? (step < 0 ? all.length - 1 : all.length) : at + step;
  const target = all[next];
  if (target === undefined) return step > 0 && focusOn("composer");
  target.focus();
  target.scrollIntoView({ block: "start" });
  return true;
}

function focusSearch(): boolean {
  // Where the list is seen it takes the focus at once: what is typed next belongs there.
  if (focusOn("session-search")) return true;
  sidebarOpen.value = true;
  requestAnimationFrame(() => focusOn("session-search"));
  return true;
}

/** False when it is not there or cannot be seen. */
function focusOn(id: string): boolean {
  const target = document.getElementById(id);
  target?.focus();
  return target !== null && document.activeElement === target;
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select") !== null;
}
