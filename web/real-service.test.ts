import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { answered, ask, watch } from "./testing/asking.ts";
import { freshClient } from "./testing/build-client.ts";
import { connectBrowser } from "./testing/connect-browser.ts";
import { type Line, openLine } from "./testing/line.ts";
import { type RealService, startRealService } from "./testing/real-service.ts";

type Workspace = { readonly name: string; readonly title: string; readonly starters: string[] };

const FREIGHT = fileURLToPath(new URL("../evals/workspaces/freight", import.meta.url));
const POLICY = "default-src 'self'";

/** Two workspaces that open quickly: one as it is, and once more as another company's, with another question to begin with. */
async function writeWorkspaces(folder: string): Promise<void> {
  const other = path.join(folder, "haulage");
  await cp(FREIGHT, path.join(folder, "freight"), { recursive: true });
  await cp(FREIGHT, other, { recursive: true });
  const settings = await readFile(path.join(other, "workspace.yaml"), "utf8");
  const renamed = settings
    .replace(/^name: .*/m, "name: haulage")
    .replace(/^title: .*/m, "title: Westsee Haulage")
    .replace(/(?<=^starters:\n)(?: .*\n){2}/m, "");
  await writeFile(path.join(other, "workspace.yaml"), renamed);
}

/** The page over the service as people start it, on data that stays from test to test. */
describe("the page over the real service", { timeout: 60_000 }, () => {
  let browser: Browser;
  let service: RealService;
  let line: Line;
  let root: string;
  let start: () => Promise<RealService>;
  let workspaces: readonly Workspace[];

  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), "insight-agent-page-"));
    await writeWorkspaces(path.join(root, "workspaces"));
    start = () =>
      startRealService({
        dataDir: path.join(root, "data"),
        workspaces: [path.join(root, "workspaces")],
      });
    [browser, service] = await Promise.all([connectBrowser(), start(), freshClient()]);
    line = await openLine(service.url);
    const listed = await fetch(`${service.url}/workspaces`);
    workspaces = ((await listed.json()) as { workspaces: Workspace[] }).workspaces;
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), line?.close(), service?.kill()]);
    await rm(root, { recursive: true, force: true });
  });

  async function withPage(user: string, play: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ reducedMotion: "reduce" });
    context.setDefaultTimeout(45_000);
    await context.addInitScript((name) => {
      localStorage.setItem("insight-agent.user", name);
    }, user);
    const page = await context.newPage();
    const wrongs = watch(page, line.url);
    const response = await page.goto(line.url);
    expect(response?.headers()["content-security-policy"]).toContain(POLICY);
    await page.locator(".sheet").waitFor();
    await play(page);
    expect(wrongs).toEqual([]);
    await context.close();
  }

  const starter = (at: number, workspace = 0) => workspaces[workspace]?.starters[at] ?? "";

  /** All that is shown of the conversation, once it has been read anew from the service. */
  async function reloaded(page: Page, turns: number): Promise<readonly string[]> {
    await page.reload();
    await answered(page, turns - 1);
    return page.locator(".answer").allInnerTexts();
  }

  it("switches between workspaces, each with its own questions, conversations and memory", async () => {
    await withPage("switcher", async (page) => {
      const choice = page.getByLabel("Workspace");
      expect(await choice.locator("option").allTextContents()).toEqual(
        workspaces.map(({ title }) => title),
      );
      await ask(page, starter(0));
      await answered(page);
      const first = page.url();

      await choice.selectOption({ label: workspaces[1]?.title ?? "" });
      await page.locator(".sheet").waitFor();
      expect(await page.locator(".welcome-workspace").textContent()).toBe(workspaces[1]?.title);
      expect(await page.locator(".sheet-cell").allTextContents()).toEqual(workspaces[1]?.starters);
      await page.locator(".sheet-cell").first().click();
      await answered(page);
      expect(await page.locator(".figure-unbound").count()).toBe(0);
      expect(await page.locator(".session-note").allTextContents()).toEqual([workspaces[0]?.title]);
      await page.getByRole("button", { name: "Memory", exact: true }).click();
      await page.locator(".memory-group li").first().waitFor();
      expect(await page.locator(".memory-group li").count()).toBe(1);
      await page.getByRole("button", { name: /^Forget/ }).click();
      await page.getByText("Nothing yet.").waitFor();

      await page.reload();
      await answered(page);
      expect(await choice.inputValue()).toBe(workspaces[1]?.name);
      await page.getByRole("link", { name: starter(0) }).click();
      await page.waitForURL(first);
      await answered(page);
      expect(await choice.inputValue()).toBe(workspaces[0]?.name);
    });
  });

  it("goes on by itself after the network was cut in mid-answer, nothing twice, nothing lost", async () => {
    await withPage("traveller", async (page) => {
      line.holdAfter("event: content");
      await ask(page, starter(1));
      await page.locator(".answer").waitFor();
      line.lead(undefined);
      line.cut();
      await page.locator(".notice-line").waitFor();
      const before = line.sent.length;
      line.lead(service.url);
      await answered(page);
      expect(line.sent.slice(before).join("")).toMatch(/last-event-id: [0-9a-f-]{36}:[1-9]/i);
      expect(await page.locator(".notice").count()).toBe(0);
      const shown = await page.locator(".answer").allInnerTexts();
      expect(shown).toHaveLength(1);
      expect(await reloaded(page, 1)).toEqual(shown);
    });
  });

  it("goes on by itself after the service was killed in mid-answer and started again", async () => {
    await withPage("survivor", async (page) => {
      await ask(page, starter(0));
      await answered(page);
      await service.dieAtPiece(3);
      await ask(page, starter(1));
      await service.gone;
      line.lead(undefined);
      await page.locator(".notice-line").waitFor();
      service = await start();
      line.lead(service.url);
      await answered(page, 1);
      await page.getByText("The service restarted in mid-answer").waitFor();
      const shown = await page.locator(".answer").allInnerTexts();
      expect(await page.locator(".turn").count()).toBe(2);
      expect(await page.locator(".notice").count()).toBe(0);
      expect(await reloaded(page, 2)).toEqual(shown);
      expect(await page.locator(".turn").count()).toBe(2);

      await page.getByRole("button", { name: "New conversation" }).first().click();
      await page.locator(".welcome-back").waitFor();
      expect(await page.locator(".welcome-back").textContent()).toMatch(
        /Last time, on [A-Z][a-z]+ \d{1,2}, \d{4}, we found:/,
      );
    });
  });
});
