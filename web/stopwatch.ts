import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { answered, ask } from "./testing/asking.ts";
import { openBrowser } from "./testing/browser.ts";
import { buildClient, freshClient } from "./testing/build-client.ts";
import { openFakeServer } from "./testing/fake-server.ts";
import { longAnswer } from "./testing/long-answers.ts";
import { startRealService } from "./testing/real-service.ts";
import { type Frames, timeAnswer, timeLoad, watchFrames } from "./testing/timing.ts";

const TOKENS = 5_000;
const QUESTIONS = 500;

/** The five scenes; over the third the service is killed and started again. */
const BEFORE = [
  "What was our Q4 revenue?",
  "Why did we miss the target?",
  "How does West compare to last quarter?",
];
const AFTER = ["Continue where we left off", "Is our churn rate healthy?"];

const browser = await openBrowser();
const say = (line: string) => process.stdout.write(`${line}\n`);
const ms = (value: number) => `${Math.round(value)} ms`.padStart(8);
const frames = ({ count, p95, longest }: Frames) =>
  `${count} frames, 95% within ${Math.round(p95)} ms, the longest ${Math.round(longest)} ms`;

/** As a person sees them, in the page over the real service. */
async function timeScenes(): Promise<void> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "insight-agent-stopwatch-"));
  let service = await startRealService({ dataDir, workspaces: ["knowledge"] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(() => localStorage.setItem("insight-agent.user", "Ada"));
  const play = async (questions: readonly string[]) => {
    const page = await context.newPage();
    const { paint, typing, ready } = await timeLoad(page, service.url);
    say(`first paint ${ms(paint)}   ready to type ${ms(typing)}   starters ${ms(ready)}`);
    for (const question of questions) {
      const { step, words, whole } = await timeAnswer(page, question);
      const said = page.locator(".turn").last().locator(".answer p").first();
      say(`first step ${ms(step)}   first words ${ms(words)}   whole ${ms(whole)}   ${question}`);
      say(`  ${(await said.textContent())?.slice(0, 110)}`);
    }
    await page.close();
  };
  await play(BEFORE);
  await service.kill();
  service = await startRealService({ dataDir, workspaces: ["knowledge"] });
  await play(AFTER);
  await context.close();
  await service.kill();
  await rm(dataDir, { recursive: true, force: true });
}

/** On a stand-in of the service: what the page itself can bear. */
async function timeLoads(): Promise<void> {
  const client = await buildClient();
  const server = await openFakeServer(client.dist, 0);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(server.url);
  await page.locator(".sheet").waitFor();
  server.service.script("Long", () => longAnswer(TOKENS));
  const streamed = await watchFrames(page);
  const startedAt = performance.now();
  await ask(page, "Long");
  await page.locator(".answer-foot").waitFor({ timeout: 120_000 });
  const rate = TOKENS / ((performance.now() - startedAt) / 1000);
  say(`${TOKENS} tokens at ${Math.round(rate)} a second: ${frames(await streamed())}`);

  const session = page.url().split("/").at(-1);
  for (let n = 1; n < QUESTIONS; n += 1) {
    const body = { session_id: session, message_id: `m-${n}`, content: `Question ${n}` };
    const response = await fetch(`${server.url}/chat/message`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    await response.text();
  }
  const openedAt = performance.now();
  await page.reload();
  await answered(page);
  say(`${2 * QUESTIONS} messages: shown after ${ms(performance.now() - openedAt).trim()}`);
  await page.getByRole("button", { name: /earlier questions/ }).click();
  await page
    .locator(".turn")
    .nth(QUESTIONS - 1)
    .waitFor();
  const scrolled = await watchFrames(page);
  await page.locator(".thread").evaluate(async (thread) => {
    thread.scrollTo(0, 0);
    for (let step = 0; step < 240; step += 1) {
      thread.scrollBy(0, 400);
      await new Promise(requestAnimationFrame);
    }
  });
  say(`${2 * QUESTIONS} messages scrolled: ${frames(await scrolled())}`);
  await page.close();
  await server.close();
  await client.remove();
}

await freshClient();
try {
  await timeScenes();
  await timeLoads();
} finally {
  await browser.close();
}
