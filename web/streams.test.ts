import type { Page } from "playwright-core";
import { oneAnswer } from "./testing/answers.ts";
import { answered, ask, holdAnswer, QUESTION } from "./testing/asking.ts";
import type { FakeServer } from "./testing/fake-server.ts";
import { usePages } from "./testing/pages.ts";

const withPage = usePages();

describe("an answer on its way", () => {
  it("picks a broken line up where it stood, nothing twice, nothing lost", async () => {
    await withPage({}, async (page, server) => {
      const release = holdAnswer(server.service, 12);
      await ask(page, QUESTION);
      await page.locator(".answer p").first().waitFor();
      server.setDown(true);
      server.cut();
      await page.locator(".notice-line").waitFor();
      server.setDown(false);
      release();
      await page.getByRole("button", { name: "Try now" }).click();
      await answered(page);
      const [text] = await page.locator(".answer").allInnerTexts();
      expect(text?.match(/Net sales were/g)).toHaveLength(1);
      expect(text).toContain("have not ordered again since.");
      expect(await page.locator(".notice").count()).toBe(0);
    });
  });

  it("goes on after a reload in mid-answer, nothing twice, nothing lost, asked once", async () => {
    await withPage({}, async (page, { service }) => {
      const release = holdAnswer(service, 12);
      await ask(page, QUESTION);
      await page.locator(".answer p").first().waitFor();
      await page.reload();
      await page.locator(".answer p").first().waitFor();
      expect(await page.getByRole("button", { name: "Stop" }).count()).toBe(1);
      release();
      await answered(page);
      const [text] = await page.locator(".answer").allInnerTexts();
      expect(text?.match(/Net sales were/g)).toHaveLength(1);
      expect(text).toContain("have not ordered again since.");
      expect(service.turns.size).toBe(1);
    });
  });

  it("stops at once, and the conversation goes on", async () => {
    await withPage({}, async (page, { service }) => {
      holdAnswer(service);
      await ask(page, QUESTION);
      await page.locator(".step").first().waitFor();
      await page.keyboard.press("Escape");
      await page.locator(".notice-stopped").waitFor();
      await vi.waitFor(() => expect(service.calls.at(-1)).toMatch(/\/cancel$/));
      service.script("And now?", () => oneAnswer("All is well."));
      await ask(page, "And now?");
      await page.getByText("All is well.", { exact: true }).waitFor();
    });
  });

  it("shows an answer that runs in another tab", async () => {
    await withPage({}, async (page, server) => {
      const release = holdAnswer(server.service);
      await ask(page, QUESTION);
      await page.locator(".step").first().waitFor();
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.locator(".step").first().waitFor();
      release();
      await Promise.all([answered(page), answered(other)]);
      expect(await other.locator(".answer").textContent()).toBe(
        await page.locator(".answer").textContent(),
      );
      expect(server.service.turns.size).toBe(1);
    });
  });

  it("asks in a new conversation what an ended one can no longer be asked", async () => {
    await withPage({}, async (page, { service }) => {
      service.refuse(/^POST .chat.message$/, 410, ENDED);
      await ask(page, QUESTION);
      await page.getByText("This conversation has ended").first().waitFor();
      service.script(QUESTION, () => oneAnswer("Here it is."));
      await page.getByRole("button", { name: "Ask in a new conversation" }).click();
      await answered(page);
      expect(page.url()).toMatch(/\/c\/s-2$/);
      service.refuse(/^GET .chat.history/, 410, ENDED);
      await page.goBack();
      await page.getByText("This conversation has ended").first().waitFor();
    });
  });

  it("shows within seconds what is asked on another device", async () => {
    await withPage({ alone: true }, async (page, { url, service }) => {
      await page.clock.install();
      await page.reload();
      await ask(page, QUESTION);
      await answered(page);
      const body = {
        session_id: page.url().split("/").at(-1),
        message_id: "m-2",
        content: "And elsewhere?",
      };
      service.script("And elsewhere?", () => oneAnswer("Said elsewhere."));
      await fetch(`${url}/chat/message`, { method: "POST", body: JSON.stringify(body) });
      const before = service.calls.length;
      await page.clock.fastForward(5_000);
      await page.getByText("Said elsewhere.", { exact: true }).waitFor();
      expect(service.calls.slice(before)).toContain("GET /chat/sessions");
    });
  });

  it("shows the answer that another device is given, when that is why a question is refused", async () => {
    await withPage({}, async (page, server) => {
      const { service } = server;
      await ask(page, QUESTION);
      await answered(page);
      let release = () => {};
      const until = new Promise<void>((resolve) => {
        release = resolve;
      });
      service.script("Elsewhere?", () =>
        oneAnswer("Said elsewhere.").map((cue) => ({ ...cue, until })),
      );
      await askElsewhere(server, page, "Elsewhere?");
      const words = "This conversation is answering another question";
      service.refuse(/^POST .chat.message$/, 409, {
        code: "busy",
        message: words,
        retryable: true,
      });
      service.script("Mine?", () => oneAnswer("Said here."));
      await ask(page, "Mine?");
      await page.getByText(`${words}.`, { exact: true }).waitFor();
      await page.getByRole("heading", { name: "Elsewhere?" }).waitFor();
      release();
      await page.getByText("Said elsewhere.", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText("Said here.", { exact: true }).waitFor();
    });
  });

  it("says it when a conversation has ended or is not there, and leads on", async () => {
    await withPage({}, async (page, server) => {
      const { service, url } = server;
      service.refuse(/^GET .chat.history/, 410, ENDED);
      await page.goto(`${url}/c/s-1`);
      await page.getByRole("heading", { name: "This conversation cannot be opened" }).waitFor();
      expect(await page.locator(".failure").textContent()).toContain(ENDED.message);
      await page.goto(`${url}/c/none`);
      await page.getByText("Cannot find this conversation").waitFor();
      await page.getByRole("button", { name: "Start a new conversation" }).click();
      await page.locator(".sheet").waitFor();
    });
  });

  it("takes up the answer after the device has slept, behind the last event it saw", async () => {
    await withPage({ alone: true }, async (page, server) => {
      await page.clock.install();
      await page.reload();
      const release = holdAnswer(server.service, 6);
      await ask(page, QUESTION);
      await page.locator(".answer p").first().waitFor();
      // Nothing has come for longer than the service is ever silent: the line is dead, though nothing says so.
      await page.clock.fastForward("01:30");
      await vi.waitFor(() => expect(server.service.calls.at(-1)).toMatch(/^GET .*events$/));
      release();
      await page.clock.runFor(2_000);
      await answered(page);
      const [text] = await page.locator(".answer").allInnerTexts();
      expect(text?.match(/Net sales were/g)).toHaveLength(1);
      expect(server.service.turns.size).toBe(1);
    });
  });
});

/** As another device of the same person would. */
async function askElsewhere({ url }: FakeServer, page: Page, content: string): Promise<void> {
  const session_id = page.url().split("/").at(-1);
  const body = JSON.stringify({ session_id, message_id: "elsewhere", content });
  await fetch(`${url}/chat/message`, { method: "POST", body }).then((response) =>
    response.body?.cancel(),
  );
}

const ENDED = {
  code: "gone",
  message: "This conversation has ended after 24 hours",
  retryable: false,
} as const;
