import type { Page } from "playwright-core";
import type { FakeServer } from "./fake-server.ts";
import { goodTurn } from "./scenes.ts";

export const QUESTION = "What were our net sales in Q3?";

/** What goes wrong on the page, as it happens. A line that a test cuts is no wrong of the page. */
export function watch(page: Page, url: string): readonly string[] {
  const wrongs: string[] = [];
  page.on("pageerror", (error) => wrongs.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !text.startsWith("Failed to load resource"))
      wrongs.push(text);
  });
  page.on("request", (request) => {
    const isOwn = request.url().startsWith(url) || request.url().startsWith("blob:");
    if (!isOwn) wrongs.push(request.url());
  });
  return wrongs;
}

export async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel("Your question").fill(question);
  await page.keyboard.press("Enter");
}

/** Waits for the end of an answer, counted from 0. */
export function answered(page: Page, nth = 0): Promise<void> {
  return page.locator(".answer-foot").nth(nth).waitFor();
}

/** Holds the answer to `QUESTION` back before the piece of text with that number, until it is released. */
export function holdAnswer({ script }: FakeServer["service"], piece = 0): () => void {
  let release = () => {};
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  script(QUESTION, (messageId) => {
    const cues = goodTurn(messageId, 0);
    const held = cues.filter(({ event }) => event.type === "content")[piece];
    return cues.map((cue) => (cue === held ? { ...cue, until: promise } : cue));
  });
  return release;
}
