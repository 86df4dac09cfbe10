import type { Browser, Page } from "playwright-core";

/** Milliseconds since the page was asked for: first paint, a box to type in, questions to choose from. */
export type LoadTimes = { readonly paint: number; readonly typing: number; readonly ready: number };

/** Loads the client in `page`. */
export async function timeLoad(page: Page, url: string): Promise<LoadTimes> {
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      for (const [name, part] of [
        ["typing", "#composer"],
        ["ready", ".sheet"],
      ] as const) {
        const isNew = performance.getEntriesByName(name).length === 0;
        if (isNew && document.querySelector(part)) performance.mark(name);
      }
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  await page.goto(url);
  await page.locator(".sheet").waitFor();
  const paint = await paintOf(page);
  return page.evaluate((first) => {
    const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
    return { paint: first, typing: at("typing"), ready: at("ready") };
  }, paint);
}

/** The client in a context of its own: nothing is cached, and nobody has been here. */
export async function timeFirstVisit(browser: Browser, url: string): Promise<LoadTimes> {
  return inNewContext(browser, (page) => timeLoad(page, url));
}

/** First paint of anything that holds a word: what the browser takes for itself. */
export async function timePaint(browser: Browser, url: string): Promise<number> {
  return inNewContext(browser, async (page) => {
    await page.goto(url);
    return paintOf(page);
  });
}

async function inNewContext<T>(browser: Browser, run: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    return await run(await context.newPage());
  } finally {
    await context.close();
  }
}

async function paintOf(page: Page): Promise<number> {
  const painted = await page.waitForFunction(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  );
  return (await painted.jsonValue()) ?? Number.NaN;
}
