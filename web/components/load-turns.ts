/** All that shows answers: not needed before the first question. */
export const loadTurns = () => import("./turn-list.tsx");

/** Has it ready by the time a question is sent. */
export function preloadTurns(): void {
  loadTurns().catch(() => undefined); // it is tried again when it is shown
}
