import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { inject } from "vitest";
import { watch } from "./asking.ts";
import { openBrowser } from "./browser.ts";
import { type FakeServer, openFakeServer } from "./fake-server.ts";

type Play = (page: Page, server: FakeServer) => Promise<void>;

/** The folder of the client that all tests share. */
async function builtClient(): Promise<string> {
  const response = await fetch(inject("builtClientUrl"));
  const said = await response.text();
  if (!response.ok) throw new Error(`Cannot build the client: ${said}`);
  return said;
}

/**
 * Opens a browser for the tests of a file. What it returns opens a page over its own server, and
 * fails the test when the page throws, logs an error or asks for anything from elsewhere.
 */
export function usePages(): (options: BrowserContextOptions, play: Play) => Promise<void> {
  let browser: Browser;
  let dist: string;
  beforeAll(async () => {
    [browser, dist] = await Promise.all([openBrowser(), builtClient()]);
  });
  afterAll(() => browser?.close());
  return async (options, play) => {
    const server = await openFakeServer(dist, 0);
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    try {
      context.setDefaultTimeout(30_000);
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
