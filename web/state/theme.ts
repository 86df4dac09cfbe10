import { effect, signal } from "@preact/signals";
import { kept } from "./storage.ts";

export type Theme = "system" | "light" | "dark";

/** What the person chose; `system` follows the device. `public/theme.js` reads the same key before first paint. */
export const theme = signal<Theme>(toTheme(kept.read("theme")));

export function chooseTheme(choice: Theme): void {
  kept.write("theme", choice);
  theme.value = choice;
}

/** Keeps the page in the chosen theme. Returns what stops it. */
export function applyTheme(): () => void {
  return effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
    const chosen = theme.value === "system" ? undefined : theme.value;
    // The first is the bar of the browser by day, the second by night.
    const metas = document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]");
    for (const [at, meta] of metas.entries()) {
      meta.content = PAPER[chosen ?? (at === 0 ? "light" : "dark")];
    }
  });
}

/** `--paper` of `styles/tokens.css`. */
const PAPER = { light: "#f5f8f5", dark: "#0e1412" } as const;

function toTheme(text: string | null): Theme {
  return text === "light" || text === "dark" ? text : "system";
}
