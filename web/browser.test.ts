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

  it("folds a question that is asked anew, and each of the two leads to the other", async () => {
    await withPage({}, async (page, { service }) => {
      await ask(page, QUESTION);
      await answered(page);
      const release = holdAnswer(service);
      await page.getByRole("button", { name: "Ask again; this answer folds away" }).click();
      const [first, second] = [page.locator(".turn").first(), page.locator(".turn").nth(1)];
      await first.locator(".folded").waitFor();
      release();
      await answered(page);
      expect(await page.locator(".answer").count()).toBe(1);
      await second.getByRole("button", { name: "Question 1, asked again" }).click();
      await answered(page, 1);
      expect(await first.evaluate((turn) => turn === document.activeElement)).toBe(true);
      await page.reload();
      await first.getByRole("button", { name: "Asked again as question 2" }).click();
      expect(await second.evaluate((turn) => turn === document.activeElement)).toBe(true);
      await first.getByRole("button", { name: "Show this answer" }).click();
      await answered(page, 1);
    });
  });

  it("remembers an edit: after a reload, and in a second tab that was open meanwhile", async () => {
    await withPage({}, async (page, { service }) => {
      await ask(page, QUESTION);
      await answered(page);
      const other = await page.context().newPage();
      await other.goto(page.url());
      await answered(other);
      service.script("All well?", () => oneAnswer("All is well."));
      await page.getByRole("button", { name: "Edit and ask again" }).click();
      await page.getByRole("textbox", { name: "Edit the question" }).fill("All well?");
      await page.getByRole("button", { name: "Ask again", exact: true }).click();
      await page.getByText("All is well.", { exact: true }).waitFor();
      await page.reload();
      for (const tab of [page, other]) {
        await tab.getByText("All is well.", { exact: true }).waitFor();
        const [first, second] = [tab.locator(".turn").first(), tab.locator(".turn").nth(1)];
        await first.getByRole("button", { name: "Changed and asked as question 2" }).waitFor();
        expect(await second.locator(".relations").textContent()).toBe("Question 1, changed");
        await first.getByRole("button", { name: "Show this answer" }).click();
        await first.locator(".answer").waitFor();
      }
    });
  });

  it("keeps an answer whose question, asked anew, could not be answered", async () => {
    await withPage({}, async (page, { service }) => {
      await ask(page, QUESTION);
      await answered(page);
      service.script(QUESTION, () => [{ afterMs: 0, event: { ...ENDED, code: "internal" } }]);
      await page.getByRole("button", { name: "Ask again; this answer folds away" }).click();
      await page.locator(".notice-failed").waitFor();
      expect(await page.locator(".answer").count()).toBe(1);
    });
  });
});

const ENDED = {
  type: "error",
  code: "gone",
  message: "This conversation has ended after 24 hours",
  retryable: false,
} as const;
