import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { type BuiltClient, buildClient } from "./build-client.ts";
import { type FakeServer, openFakeServer } from "./fake-server.ts";
import { goodTurn } from "./scenes.ts";

export const QUESTION = "What were our net sales in Q3?";

type Play = (page: Page, server: FakeServer) => Promise<void>;

/**
 * Builds the client and opens a browser for the tests of a file. What it returns opens a page over its own server, and
 * fails the test when the page throws, logs an error or asks for anything from elsewhere.
 */
export function usePages(): (options: BrowserContextOptions, play: Play) => Promise<void> {
  let client: BuiltClient;
  let browser: Browser;
  beforeAll(async () => {
    [browser, client] = await Promise.all([openBrowser(), buildClient()]);
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), client?.remove()]);
  });
  return async (options, play) => {
    const server = await openFakeServer(client.dist, 0);
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    try {
      context.setDefaultTimeout(12_000);
      const page = await context.newPage();
      const wrongs = watch(page, server.url);
      await page.goto(server.url);
      await page.locator(".sheet").waitFor();
      await play(page, server);
      expect(wrongs).toEqual([]);
    } finally {
      await context.close();
      await server.close();
    }
  };
}

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
