import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { answered, ask } from "./testing/asking.ts";
import { openBrowser } from "./testing/browser.ts";
import { freshClient } from "./testing/build-client.ts";
import { type Line, openLine } from "./testing/line.ts";
import { type RealService, startRealService } from "./testing/real-service.ts";

const OUT = path.join(path.dirname(fileURLToPath(import.meta.url)), "screens");
const SIZES = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];

/** What a scene plays with: a page of someone new, the line under it, and the workspace's first questions. */
type Stage = { readonly page: Page; readonly line: Line; readonly questions: readonly string[] };
type Scene = { readonly name: string; readonly show: (stage: Stage) => Promise<unknown> };

/** Who asks: known of nothing at the start of each scene. */
const USER = "Ada";
const [FIRST, SECOND] = [0, 1];

async function answer({ page, questions }: Stage, which = SECOND): Promise<void> {
  await ask(page, questions[which] ?? "");
  await answered(page);
}

/** The ten states, over the real service and its real data. */
const SCENES: readonly Scene[] = [
  { name: "empty", show: ({ page }) => page.locator(".sheet").waitFor() },
  {
    name: "working",
    show: async ({ page, line, questions }) => {
      line.holdAfter("event: evidence");
      await ask(page, questions[SECOND] ?? "");
      await page.locator(".step-started .icon-bars").first().waitFor();
    },
  },
  { name: "answer", show: answer },
  {
    name: "answer-end",
    show: async (stage) => {
      await answer(stage);
      await stage.page.locator(".thread").evaluate((thread) => thread.scrollTo(0, 1e6));
    },
  },
  {
    name: "figure",
    show: async (stage) => {
      await answer(stage, FIRST);
      await stage.page.locator(".answer .figure-derived").first().click();
      await stage.page.locator(".figure-card").waitFor();
    },
  },
  {
    name: "trace",
    show: async (stage) => {
      await answer(stage, FIRST);
      await stage.page.locator(".trace-fold").click();
      await stage.page.locator("button.step-line").first().click();
      await stage.page.locator(".finding table").waitFor();
    },
  },
  {
    name: "document",
    show: async (stage) => {
      await answer(stage, FIRST);
      await stage.page.locator(".citations button").first().click();
      await stage.page.locator(".document .passage").first().waitFor();
    },
  },
  {
    name: "offline",
    show: async ({ page, line, questions }) => {
      line.holdAfter("event: content");
      await ask(page, questions[SECOND] ?? "");
      await page.locator(".answer").waitFor();
      line.lead(undefined);
      line.cut();
      await page.locator(".notice-line").waitFor();
    },
  },
  {
    name: "returning",
    show: async (stage) => {
      await answer(stage);
      await stage.page.goto(stage.line.url);
      await stage.page.locator(".welcome-back").waitFor();
    },
  },
  {
    name: "memory",
    show: async (stage) => {
      await answer(stage);
      const list = stage.page.getByRole("button", { name: "Conversations" });
      if (await list.isVisible()) await list.click();
      await stage.page.getByRole("button", { name: "Memory", exact: true }).click();
      await stage.page.locator(".memory-group").first().waitFor();
    },
  },
];

/** Pictures of every state at every size, light and dark: for people to look at. */
async function takeScreens(browser: Browser, service: RealService): Promise<void> {
  const listed = await fetch(`${service.url}/workspaces`);
  const { workspaces } = (await listed.json()) as { workspaces: { starters: string[] }[] };
  const questions = workspaces[0]?.starters ?? [];
  for (const scene of SCENES.filter(({ name }) => only === undefined || name === only)) {
    for (const viewport of SIZES) {
      for (const colorScheme of ["light", "dark"] as const) {
        const name = `${scene.name}-${viewport.width}-${colorScheme}`;
        const line = await openLine(service.url);
        const options = { viewport, colorScheme, reducedMotion: "reduce" } as const;
        const context = await browser.newContext(options);
        await context.addInitScript((user) => {
          localStorage.setItem("insight-agent.user", user);
        }, USER);
        await fetch(`${service.url}/user?user_id=${USER}`, { method: "DELETE" });
        const page = await context.newPage();
        await page.goto(line.url);
        await page.locator(".sheet").waitFor();
        await scene.show({ page, line, questions });
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: path.join(OUT, `${name}.png`) });
        await context.close();
        await line.close();
      }
    }
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { knowledge: { type: "string", default: "knowledge" } },
});
const [only] = positionals;
const dataDir = await mkdtemp(path.join(os.tmpdir(), "insight-agent-screens-"));
await mkdir(OUT, { recursive: true });
await freshClient();
const service = await startRealService({ dataDir, workspaces: [values.knowledge] });
const browser = await openBrowser();
try {
  await takeScreens(browser, service);
} finally {
  await browser.close();
  await service.kill();
  await rm(dataDir, { recursive: true, force: true });
}
