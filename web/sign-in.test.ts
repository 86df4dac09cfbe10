import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { answered, ask, watch } from "./testing/asking.ts";
import { freshClient } from "./testing/build-client.ts";
import { connectBrowser } from "./testing/connect-browser.ts";
import { type RealService, startRealService } from "./testing/real-service.ts";
import { violations } from "./testing/violations.ts";

const FREIGHT = fileURLToPath(new URL("../evals/workspaces/freight", import.meta.url));
const ACCESS = `roles:
  Clerk: { title: Clerks, detail: rows, hide: [shipment.freight_cost] }
  Planner: { title: Planners, detail: rows }
`;
const COST = "Freight cost by mode in 2024";

/** A workspace that lets nobody in without a role, behind the sign-in page for trying. */
describe("the sign-in page", { timeout: 120_000 }, () => {
  let browser: Browser;
  let service: RealService;
  let root: string;

  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), "insight-agent-sign-in-"));
    const folder = path.join(root, "workspaces", "freight");
    await cp(FREIGHT, folder, { recursive: true });
    await writeFile(path.join(folder, "access.yaml"), ACCESS);
    const workspaces = [path.join(root, "workspaces")];
    [browser, service] = await Promise.all([
      connectBrowser(),
      startRealService({ dataDir: path.join(root, "data"), workspaces, env: { AUTH: "dev" } }),
      freshClient(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), service?.kill()]);
    await rm(root, { recursive: true, force: true });
  });

  async function signIn(page: Page, role: string): Promise<void> {
    await page.getByLabel("Your name").fill("ada");
    await page.getByRole("radio", { name: role }).check();
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".role-badge").getByText(role).waitFor();
  }

  it("lets in by a role, keeps what was typed when the token ends, and shows each role its own", async () => {
    const context = await browser.newContext({ reducedMotion: "reduce" });
    context.setDefaultTimeout(45_000);
    const page = await context.newPage();
    const wrongs = watch(page, service.url);
    await page.goto(service.url);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByRole("radio").nth(1).waitFor();
    expect(await violations(page)).toEqual([]);
    await signIn(page, "Planner");
    await ask(page, COST);
    await answered(page);
    const address = page.url();

    await page.evaluate(() => {
      const key = "insight-agent.identity";
      const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
      sessionStorage.setItem(key, JSON.stringify({ ...kept, token: `${kept.token}x` }));
    });
    await page.getByLabel("Your question").fill("And by carrier?");
    await page.reload();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.locator(".answer").count()).toBe(0);
    await signIn(page, "Clerk");
    expect(page.url()).toBe(address);
    expect(await page.getByLabel("Your question").inputValue()).toBe("And by carrier?");
    await page.getByText("asked under another role").first().waitFor();
    expect(await page.locator("body").textContent()).not.toContain(COST);

    await page.getByRole("button", { name: /Settings of/ }).click();
    await page.getByText("in the role Clerk").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain("eyJ");
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it("takes who a proxy on the way signs in", async () => {
    const issued = await fetch(`${service.url}/auth/token`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user_id: "eve", role: "Planner" }),
    });
    const { token } = (await issued.json()) as { token: string };
    const context = await browser.newContext({
      extraHTTPHeaders: { Authorization: `Bearer ${token}` },
    });
    context.setDefaultTimeout(45_000);
    const page = await context.newPage();
    await page.goto(service.url);
    await page.locator(".role-badge").getByText("Planner").waitFor();
    await page.locator(".sheet").waitFor();
    expect(await page.locator(".foot-user").textContent()).toBe("eve");
    await ask(page, COST);
    await answered(page);
    await context.close();
  });

  it("has the question again that found the token ended", async () => {
    const context = await browser.newContext({ reducedMotion: "reduce" });
    context.setDefaultTimeout(45_000);
    const page = await context.newPage();
    await page.goto(service.url);
    await signIn(page, "Planner");
    await page.locator(".sheet").waitFor();
    await page.route("**/chat/message", (route) =>
      route.fulfill({
        status: 401,
        json: { code: "unauthorized", message: "Your sign-in has expired" },
      }),
    );
    await ask(page, COST);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.unroute("**/chat/message");
    await signIn(page, "Planner");
    expect(await page.getByLabel("Your question").inputValue()).toBe(COST);
    await context.close();
  });
});
