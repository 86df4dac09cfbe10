import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "./testing/browser.ts";
import { buildClient } from "./testing/build-client.ts";
import { type FakeServer, openFakeServer } from "./testing/fake-server.ts";

const OUT = path.join(path.dirname(fileURLToPath(import.meta.url)), "screens");
const SIZES = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];
const QUESTION = "What were our net sales in Q3, against target?";

type Scene = {
  readonly name: string;
  readonly pace?: number;
  readonly show: (page: Page, server: FakeServer) => Promise<unknown>;
};

const answered = async (page: Page) => {
  await page.getByLabel("Your question").fill(QUESTION);
  await page.keyboard.press("Enter");
  await page.locator(".answer-foot").waitFor();
};

const openList = async (page: Page) => {
  const button = page.getByRole("button", { name: "Conversations" });
  if (await button.isVisible()) await button.click();
};

const SCENES: readonly Scene[] = [
  { name: "empty", show: (page) => page.locator(".sheet").waitFor() },
  {
    name: "returning",
    show: async (page, { service }) => {
      service.greet(
        "Welcome back. Last time, on September 30, 2031, we found about net sales:\n- Net sales were $6.41M in Q2 2031, on target\n- Island fell 12% after the depot moved",
      );
      await page.reload();
      await page.locator(".welcome-back").waitFor();
    },
  },
  {
    name: "streaming",
    pace: 40,
    show: async (page) => {
      await page.getByLabel("Your question").fill(QUESTION);
      await page.keyboard.press("Enter");
      await page.locator(".answer tbody tr").nth(1).waitFor();
    },
  },
  { name: "answer", show: answered },
  {
    name: "answer-end",
    show: async (page) => {
      await answered(page);
      await page.locator(".thread").evaluate((thread) => thread.scrollTo(0, 1e6));
    },
  },
  {
    name: "figure",
    show: async (page) => {
      await answered(page);
      await page.getByRole("button", { name: "3.8%" }).click();
      await page.locator(".figure-card").waitFor();
    },
  },
  {
    name: "trace",
    show: async (page) => {
      await answered(page);
      await page.locator(".trace-fold").click();
      await page.getByRole("button", { name: /Net sales by region/ }).click();
      await page.locator(".finding table").waitFor();
    },
  },
  {
    name: "document",
    show: async (page) => {
      await answered(page);
      await page.locator(".citations button").first().click();
      await page.locator(".document").waitFor();
    },
  },
  {
    name: "error",
    show: async (page) => {
      await page.getByLabel("Your question").fill("Sales by colour?");
      await page.keyboard.press("Enter");
      await page.locator(".notice-failed").waitFor();
      await page.locator(".trace-fold").click();
    },
  },
  {
    name: "offline",
    pace: 40,
    show: async (page, server) => {
      await page.getByLabel("Your question").fill(QUESTION);
      await page.keyboard.press("Enter");
      await page.locator(".answer p").first().waitFor();
      server.setDown(true);
      server.cut();
      await page.locator(".notice-line").waitFor();
    },
  },
  {
    name: "memory",
    show: async (page) => {
      await answered(page);
      await openList(page);
      await page.getByRole("button", { name: "Memory" }).click();
      await page.locator(".memory-group").first().waitFor();
    },
  },
  {
    name: "list",
    show: async (page) => {
      await answered(page);
      await openList(page);
    },
  },
  {
    name: "settings",
    show: async (page) => {
      await openList(page);
      await page.getByTitle("Name, theme, keyboard").click();
      await page.locator(".keys").waitFor();
    },
  },
];

/** Pictures of every state at every size, light and dark: for people to look at. */
async function takeScreens(browser: Browser, dist: string): Promise<void> {
  const only = process.argv[2];
  for (const scene of SCENES.filter(({ name }) => only === undefined || name === only)) {
    for (const viewport of SIZES) {
      for (const colorScheme of ["light", "dark"] as const) {
        const server = await openFakeServer(dist, scene.pace ?? 0);
        const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
        await page.goto(server.url);
        await page.locator(".sheet").waitFor();
        await scene.show(page, server);
        await page.evaluate(() => document.fonts.ready);
        const name = `${scene.name}-${viewport.width}-${colorScheme}.png`;
        await page.screenshot({ path: path.join(OUT, name) });
        await page.close();
        await server.close();
      }
    }
  }
}

const client = await buildClient();
await mkdir(OUT, { recursive: true });
const browser = await openBrowser();
try {
  await takeScreens(browser, client.dist);
} finally {
  await browser.close();
  await client.remove();
}
