import { signal } from "@preact/signals";

/** Whether the list of conversations lies over a narrow page. On a wide one it is always there. */
export const sidebarOpen = signal(false);
