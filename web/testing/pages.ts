import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { shared } from "../../vitest.shared.ts";
import { watch } from "./asking.ts";
import { connectBrowser } from "./connect-browser.ts";
import { type FakeServer, openFakeServer } from "./fake-server.ts";

type Play = (page: Page, server: FakeServer) => Promise<void>;

/** `alone`: in a tab that no other test has used or will use, where a test changes it for good (its clock, what it exposes). */
type PageOptions = BrowserContextOptions & { readonly alone?: boolean };

const VIEWPORT = { width: 1280, height: 720 };

/**
 * Opens a page for each test of a file, over its own server and hence with nothing kept: the storage of a page is its
 * address's. Fails the test when the page throws, logs an error or asks for anything from elsewhere.
 */
export function usePages(): (options: PageOptions, play: Play) => Promise<void> {
  let browser: Browser;
  let dist: string;
  const tabs = new Map<string, Page>();
  beforeAll(async () => {
    [browser, dist] = await Promise.all([connectBrowser(), shared("client")]);
  });
  afterAll(() => browser?.close());
  /** Opening a tab takes as long as loading the page: tests that want the same one take turns with it. */
  const openTab = async ({ alone = false, ...options }: PageOptions): Promise<Page> => {
    const key = JSON.stringify(options);
    const idle = tabs.get(key);
    if (idle && !alone) return idle;
    const context = await browser.newContext({
      viewport: VIEWPORT,
      reducedMotion: "reduce",
      ...options,
    });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    if (!alone) tabs.set(key, page);
    return page;
  };
  return async (options, play) => {
    const server = await openFakeServer(dist, 0);
    const page = await openTab(options);
    const wrongs = watch(page, server.url);
    try {
      await page.goto(server.url);
      await page.locator(".sheet").waitFor();
      await play(page, server);
      expect(wrongs).toEqual([]);
      await leave(page, options);
    } catch (error) {
      for (const [key, tab] of tabs) if (tab === page) tabs.delete(key);
      await page.context().close();
      throw error;
    } finally {
      await server.close();
    }
  };
}

/** As it was before the test. */
async function leave(page: Page, { alone = false, viewport }: PageOptions): Promise<void> {
  const context: BrowserContext = page.context();
  if (alone) return context.close();
  const others = context.pages().filter((other) => other !== page);
  await Promise.all(others.map((other) => other.close()));
  await page.unrouteAll();
  await page.mouse.move(0, 0);
  await page.setViewportSize(viewport ?? VIEWPORT);
  await page.goto("about:blank");
}
