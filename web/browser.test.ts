import { oneAnswer } from "./testing/answers.ts";
import { answered, ask, holdAnswer, QUESTION } from "./testing/asking.ts";
import { usePages } from "./testing/pages.ts";

const withPage = usePages();

describe("the page", () => {
  it("shows a turn live, then folds its trace and opens it again at a figure's cell", async () => {
    await withPage({}, async (page, { service }) => {
      const release = holdAnswer(service);
      await ask(page, QUESTION);
      await page.locator(".step-completed").first().waitFor();
      expect(await page.locator(".trace-fold").getAttribute("aria-expanded")).toBe("true");
      expect(await page.getByRole("button", { name: "Stop" }).count()).toBe(1);
      release();
      await answered(page);
      expect(await page.locator(".trace-fold").textContent()).toBe("6 steps · 0.4 s");
      expect(await page.locator(".step").first().isVisible()).toBe(false);
      expect(page.url()).toMatch(/\/c\/s-1$/);
      expect(await page.locator(".unseen[role=status]").textContent()).toContain(
        "Net sales were $6.97M",
      );

      await page.getByRole("button", { name: "$0.91M" }).click();
      const card = page.getByRole("dialog");
      expect(await card.textContent()).toContain("Island · Net sales");
      await card.getByRole("button", { name: "$912,355.85" }).click();
      await page.locator("td.spotted").waitFor();
      expect(await page.locator("td.spotted").textContent()).toBe("$912,355.85");
      expect(await page.locator(".sql").first().textContent()).toContain("\nGROUP BY region");

      await page.reload();
      await answered(page);
      expect(await page.locator(".figure").count()).toBe(20);
      expect(service.calls.filter((call) => call === "POST /chat/message")).toHaveLength(1);
    });
  });

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

  it("renames, finds and deletes conversations", async () => {
    await withPage({}, async (page) => {
      await ask(page, QUESTION);
      await answered(page);
      const row = page.locator(".session");
      await row.hover();
      await page.getByRole("button", { name: /^Rename/ }).click();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type("Autumn review");
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "Autumn review" }).waitFor();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("spring");
      await page.getByText("No conversation has these words").waitFor();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type("AUTUMN");
      await row.hover();
      await page.getByRole("button", { name: /^Delete/ }).click();
      await page.keyboard.press("Enter");
      await page.locator(".sheet").waitFor();
      expect(await row.count()).toBe(0);
    });
  });

  it("takes a vote with its kind, forgets what was saved, and asks a follow-up", async () => {
    await withPage({}, async (page, { service }) => {
      await ask(page, QUESTION);
      await answered(page);
      await page.getByRole("button", { name: "Something is wrong" }).click();
      await page.getByLabel("Incomplete").check();
      await page.getByLabel("What should it have said?").fill("By month");
      await page.getByRole("button", { name: "Send", exact: true }).first().click();
      await vi.waitFor(() =>
        expect(service.votes).toMatchObject([
          { rating: "down", reason: "incomplete", comment: "By month" },
        ]),
      );
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByText("Forgotten").first().waitFor();
      await page.getByRole("button", { name: "Show Island by month" }).click();
      await answered(page, 1);
    });
  });

  it("asks in a new conversation what an ended one can no longer be asked", async () => {
    await withPage({}, async (page, { service }) => {
      service.script(QUESTION, () => [{ afterMs: 0, event: ENDED }]);
      await ask(page, QUESTION);
      await page.getByText("This conversation has ended").first().waitFor();
      service.script(QUESTION, () => oneAnswer("Here it is."));
      await page.getByRole("button", { name: "Ask in a new conversation" }).click();
      await answered(page);
      expect(page.url()).toMatch(/\/c\/s-2$/);
      await page.goBack();
      await page.getByText("This conversation has ended").first().waitFor();
    });
  });

  it("is used by keyboard alone: ask, move between questions, edit, search, start anew", async () => {
    await withPage({}, async (page, { service }) => {
      await page.keyboard.type(QUESTION);
      await page.keyboard.press("Enter");
      await answered(page);
      await page.keyboard.press("Tab");
      await page.keyboard.press("/");
      await page.keyboard.type("Sales by colour?");
      await page.keyboard.press("Enter");
      await page.locator(".notice-failed").waitFor();
      const focused = () => page.evaluate(() => document.activeElement?.ariaLabel ?? "");
      await page.keyboard.press("Alt+ArrowUp");
      expect(await focused()).toBe("Question 2");
      await page.keyboard.press("Alt+ArrowUp");
      expect(await focused()).toBe("Question 1");
      for (let tabs = 0; !(await focused()).startsWith("Edit"); tabs += 1) {
        expect(tabs).toBeLessThan(4);
        await page.keyboard.press("Tab");
      }
      await page.keyboard.press("Enter");
      await page.keyboard.press("End");
      await page.keyboard.type(" And now?");
      service.script(`${QUESTION} And now?`, () => oneAnswer("All is well."));
      await page.keyboard.press("Enter");
      await page.getByText("All is well.", { exact: true }).waitFor();
      expect(await page.locator(".turn").nth(2).locator(".relations").textContent()).toBe(
        "Question 1, changed",
      );
      await page.keyboard.press("Control+k");
      expect(await focused()).toBe("Search conversations");
      await page.keyboard.press("Alt+n");
      await page.locator(".sheet").waitFor();
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("composer");
    });
  });

  it("tells a repeated question of its first, and each leads to the other", async () => {
    await withPage({}, async (page) => {
      await ask(page, QUESTION);
      await answered(page);
      await page.getByRole("button", { name: "Ask again, as a new question" }).click();
      await answered(page, 1);
      const [first, second] = [page.locator(".turn").first(), page.locator(".turn").nth(1)];
      await second.getByRole("button", { name: "Question 1, asked again" }).click();
      expect(await first.evaluate((turn) => turn === document.activeElement)).toBe(true);
      await page.reload();
      await first.getByRole("button", { name: "Asked again as question 2" }).click();
      expect(await second.evaluate((turn) => turn === document.activeElement)).toBe(true);
    });
  });

  it("shows within seconds what is asked on another device", async () => {
    await withPage({}, async (page, { url, service }) => {
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

  it("waits for a service that is away, and opens by itself", async () => {
    await withPage({}, async (page, server) => {
      await ask(page, QUESTION);
      await answered(page);
      server.setDown(true);
      await page.getByRole("button", { name: "New conversation" }).first().click();
      await page.getByText("InsightAgent cannot be reached").waitFor();
      server.setDown(false);
      await page.getByRole("button", { name: "Try now" }).click();
      await page.locator(".sheet").waitFor();
    });
  });
});

const ENDED = {
  type: "error",
  code: "gone",
  message: "This conversation has ended after 24 hours",
  retryable: false,
} as const;
