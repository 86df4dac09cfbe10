import type { Page } from "playwright-core";
import { oneAnswer } from "./testing/answers.ts";
import { answered, ask, QUESTION } from "./testing/asking.ts";
import { DOCUMENTS } from "./testing/harbour.ts";
import { usePages } from "./testing/pages.ts";

const withPage = usePages();

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

describe("the details of the page", () => {
  it("shows where a figure comes from by pointer, by keyboard and pinned; marks what is unverified", async () => {
    await withPage({}, async (page) => {
      await ask(page, QUESTION);
      await answered(page);
      const figure = page.getByRole("button", { name: "$7.25M" });
      const card = page.getByRole("dialog");
      await figure.hover();
      await card.waitFor();
      expect(await card.textContent()).toContain("SumCoast · Target$2,300,000.00");
      await page.getByRole("button", { name: "Copy answer" }).hover();
      await card.waitFor({ state: "hidden" });

      await page.getByRole("button", { name: "3.8%" }).focus();
      await page.keyboard.press("Tab");
      await card.waitFor();
      expect(await focused(page)).toBe("$7.25M");
      await page.keyboard.press("Enter");
      await page.locator(".figure-card:focus").waitFor();
      await page.keyboard.press("Escape");
      await card.waitFor({ state: "hidden" });
      expect(await focused(page)).toBe("$7.25M");

      await page.getByRole("button", { name: "61", exact: true }).click();
      expect(await card.textContent()).toContain(
        "No result cell and no document holds this number",
      );
      expect(await page.locator(".figure-unbound").count()).toBe(1);
      expect(await page.locator(".note-warn").textContent()).toContain("1 figure in this answer");
    });
  });

  it("exchanges a period or a value of a question in place, and asks with it", async () => {
    await withPage({}, async (page, { service }) => {
      await ask(page, QUESTION);
      await answered(page);
      service.script("What were our net sales in Q2?", () => oneAnswer("It was less."));
      await page.getByRole("button", { name: "Q3", exact: true }).click();
      expect(await page.locator(".parameter-menu button").allTextContents()).toEqual([
        "Q1",
        "Q2",
        "Q4",
      ]);
      await page.getByRole("button", { name: "Q2", exact: true }).click();
      await page.getByText("It was less.", { exact: true }).waitFor();
      expect(await page.locator(".turn h2").nth(1).textContent()).toBe(
        "What were our net sales in Q2?",
      );
    });
  });

  it("opens a document at the passage from the chip beside the sentence that leans on it", async () => {
    const answer = "The strike did it [island_operations.md › The August ferry strike].";
    await withPage({}, async (page, { service }) => {
      const [text, ...end] = oneAnswer(answer);
      service.script("Why?", () => [
        ...(text ? [{ ...text, event: DOCUMENTS }, text] : []),
        ...end,
      ]);
      await ask(page, "Why?");
      await answered(page);
      expect(await page.locator(".answer").textContent()).toBe(
        "The strike did it Island operations.",
      );
      await page.locator(".cite").click();
      await page.locator(".passage").first().waitFor();
      expect(await page.locator(".document .passage h4").textContent()).toBe(
        "The August ferry strike",
      );
    });
  });

  it("says in words what went wrong, with the query that failed, and is asked again by one button", async () => {
    await withPage({}, async (page) => {
      await ask(page, "Sales by colour?");
      await page.locator(".notice-failed").waitFor();
      expect(await page.locator(".trace-fold").textContent()).toBe("1 step · 1 failed");
      await page.locator(".trace-fold").click();
      expect(await page.locator(".step-error").textContent()).toContain("There is no column");
      await page.locator(".step-failed-query summary").click();
      await page.locator(".sql").waitFor();
      expect(await page.locator(".sql").textContent()).toContain("FROM harbour.sales");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.locator(".notice-failed").nth(1).waitFor();
      await ask(page, QUESTION);
      await answered(page);
    });
  });

  it("opens at the answer that a link names, in the look that was chosen", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    await withPage({ permissions, colorScheme: "light" }, async (page) => {
      for (const turn of [0, 1, 2]) {
        await ask(page, `${QUESTION} ${turn}`);
        await answered(page, turn);
      }
      const copy = page.getByRole("button", { name: "Copy link to this answer" });
      await copy.nth(1).click();
      await page.locator(".toast", { hasText: "Link copied" }).waitFor();
      const link = await page.evaluate(() => navigator.clipboard.readText());
      await page.getByTitle("Name, theme, keyboard").click();
      await page.getByLabel("Dark", { exact: true }).check();
      const other = await page.context().newPage();
      await other.goto(link);
      await answered(other, 2);
      await vi.waitFor(async () => {
        const tops = await other
          .locator(".turn")
          .evaluateAll((all) => all.map((turn) => turn.getBoundingClientRect().top));
        expect(tops.map((top) => Math.abs(top) < 2)).toEqual([false, true, false]);
      });
      const paper = () => getComputedStyle(document.documentElement).backgroundColor;
      expect(await other.evaluate(paper)).toBe("rgb(14, 20, 18)");
    });
  });
});
