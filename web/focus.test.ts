import type { Page } from "playwright-core";
import { answered, ask, QUESTION } from "./testing/asking.ts";
import { usePages } from "./testing/pages.ts";

const withPage = usePages();
const PHONE = { width: 360, height: 740 };

/** What has the focus; nothing when it was lost to the page. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at === document.body ? "" : (at?.ariaLabel ?? (at?.id || at?.textContent) ?? "");
  });

const holds = (page: Page, name: string | RegExp) =>
  vi.waitFor(async () => expect(await focused(page)).toMatch(name));

/** Runs in the page: opens the card of every figure, and tells where each stood. */
async function openEach() {
  const found: (Pick<DOMRect, "left" | "top" | "right" | "bottom"> & {
    name: string;
    text: string;
  })[] = [];
  for (const figure of document.querySelectorAll<HTMLElement>(".answer .figure")) {
    figure.scrollIntoView({ block: "nearest" });
    figure.click();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const card = document.querySelector(".figure-card");
    const { left, top, right, bottom } = card?.getBoundingClientRect() ?? new DOMRect(-1);
    found.push({ name: card?.ariaLabel ?? "", text: figure.textContent, left, top, right, bottom });
    document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  }
  return found;
}

describe("the focus", () => {
  it("is kept wherever what held it goes away", async () => {
    await withPage({}, async (page) => {
      await page.locator(".sheet-cell").first().click();
      await answered(page);
      await holds(page, "composer");

      await page.getByRole("button", { name: "Something is wrong" }).click();
      await page.getByRole("button", { name: "Cancel" }).click();
      await holds(page, "Something is wrong");

      await page.getByRole("button", { name: "Edit and ask again" }).click();
      await page.keyboard.press("Escape");
      await holds(page, "Edit and ask again");

      await page.getByRole("button", { name: "Undo" }).click();
      await holds(page, "Question 1");

      await page.getByRole("button", { name: "Ask again; this answer folds away" }).click();
      await answered(page);
      await holds(page, "composer");

      await page.locator(".session").hover();
      await page.getByRole("button", { name: /^Rename/ }).click();
      await page.keyboard.press("Escape");
      await holds(page, QUESTION);
      await page.getByRole("button", { name: /^Delete/ }).click();
      await page.getByRole("button", { name: "Keep" }).click();
      await holds(page, QUESTION);

      await page.getByRole("button", { name: "Memory", exact: true }).click();
      await page
        .getByRole("button", { name: /^Forget/ })
        .first()
        .click();
      await holds(page, "Memory");
      await page.keyboard.press("Escape");
      await holds(page, "Memory");
    });
  });
});

describe("the card of a figure", () => {
  it("opens at every figure by touch, in text and tables, never beyond the page, and goes at a touch elsewhere", async () => {
    await withPage({ viewport: PHONE, hasTouch: true, isMobile: true }, async (page) => {
      await ask(page, QUESTION);
      await answered(page);
      const card = page.getByRole("dialog");
      await page.locator(".answer td .figure").last().tap();
      await card.waitFor();
      await page.locator(".topbar-title").tap();
      await card.waitFor({ state: "hidden" });
      const cards = await page.evaluate(openEach);
      expect(cards).toHaveLength(20);
      for (const { name, text, left, top, right, bottom } of cards) {
        expect(name).toBe(`Where ${text} comes from`);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(PHONE.width);
        expect(bottom).toBeLessThanOrEqual(PHONE.height);
      }
    });
  });

  it("follows the keyboard from figure to figure, also through a table", async () => {
    await withPage({}, async (page) => {
      await ask(page, QUESTION);
      await answered(page);
      const card = page.getByRole("dialog");
      const cells = page.locator(".answer td .figure");
      await cells.first().focus();
      for (let nth = 1; nth < 4; nth += 1) {
        await page.keyboard.press("Tab");
        const text = (await cells.nth(nth).textContent()) ?? "";
        await page.getByRole("dialog", { name: `Where ${text} comes from` }).waitFor();
        expect(await focused(page)).toBe(text);
      }
      expect(await card.locator(".origin-query").count()).toBeGreaterThan(0);
    });
  });
});
