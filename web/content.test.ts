import { buffer } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { figuresIn, longTable, oneAnswer, toMarkdown } from "./testing/answers.ts";
import { answered, ask, holdAnswer, QUESTION } from "./testing/asking.ts";
import { REGIONS } from "./testing/harbour.ts";
import { usePages } from "./testing/pages.ts";

const withPage = usePages();

/** True when the page itself can be moved sideways. */
const isWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Runs in the page: what stays together yet lies on two lines, at every width of the answer. */
function toApart(box: Element) {
  const groups = [...box.querySelectorAll(".together")];
  const widths = Array.from({ length: 90 }, (_, step) => 150 + step * 5);
  const found = widths.flatMap((width) => {
    (box as HTMLElement).style.width = `${width}px`;
    const isApart = (group: Element) => group.getBoundingClientRect().height > 40;
    return groups.filter(isApart).map(({ textContent }) => `${width}: ${textContent}`);
  });
  return { found, signs: box.querySelectorAll(".together .glyph").length };
}

describe("an answer on the page", () => {
  it("keeps each sign on the line of its figure, however wide the page is", async () => {
    const answer =
      "Net sales of the island depots are **−25.7%** ⚠️: behind. **Coast rose by +5.7%** ✅, Valley fell (−0.6%) 🔴. **Not where it should be ⚠️** and 🔴 −9.9%.";
    const figures = figuresIn(answer, ["−25.7%", "+5.7%", "−0.6%", "−9.9%"]);
    await withPage({ viewport: { width: 700, height: 500 } }, async (page, { service }) => {
      service.script("Signs", () => oneAnswer(answer, { evidence: [REGIONS], figures }));
      await ask(page, "Signs");
      await answered(page);
      const apart = await page.locator(".answer").evaluate(toApart);
      expect(apart).toEqual({ found: [], signs: 5 });
      const [copied] = await page.locator(".answer").allInnerTexts();
      expect(copied?.replaceAll("\u00A0", " ")).toBe(answer.replaceAll("**", ""));
    });
  });

  it("sets content that runs from right to left, and long words, within the page", async () => {
    const arabic = "انخفضت **المبيعات الصافية** بنسبة 25.7% في الربع الثالث.";
    const long = `Donau${"dampfschifffahrts".repeat(20)}gesellschaft`;
    const answer = `${arabic}\n\n- ${arabic}\n\n| المنطقة | المبيعات |\n|---|---|\n| الساحل | ${long} |\n\n${long}`;
    await withPage({ viewport: { width: 360, height: 740 } }, async (page, { service }) => {
      service.script(arabic, () => oneAnswer(answer));
      await ask(page, arabic);
      await answered(page);
      const directions = await page
        .locator(".turn h2, .answer p, .answer li, .answer td")
        .evaluateAll((all) => all.slice(0, 4).map((one) => getComputedStyle(one).direction));
      expect(directions).toEqual(["rtl", "rtl", "rtl", "rtl"]);
      service.script("Which?", () => oneAnswer('Is it "الساحل", "المنطقة" or "Coast"?'));
      await ask(page, "Which?");
      await answered(page, 1);
      const quoted = page.locator(".answer").last().locator("bdi");
      const lefts = await quoted.evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect().left),
      );
      expect(lefts).toHaveLength(3);
      expect(lefts).toEqual(lefts.toSorted((a, b) => a - b));
      expect(await isWide(page)).toBe(false);
      const spill = await page
        .locator(".answer .prose > *")
        .evaluateAll(
          (all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length,
        );
      expect(spill).toBe(0);
    });
  });

  it("sorts 1,000 rows, says how many there are, and hands them over as harmless CSV", async () => {
    const table = longTable(1_000);
    const largest = String(Math.max(...table.rows.map(([, , sales]) => Number(sales))));
    const figures = figuresIn(toMarkdown(table), ["order-00001"]);
    await withPage({ acceptDownloads: true }, async (page, { service }) => {
      const said = { evidence: [table], figures, warnings: ["Your role sees no buyer's address"] };
      service.script("All orders", () => oneAnswer(toMarkdown(table), said));
      await ask(page, "All orders");
      await answered(page);
      const rows = page.locator(".answer tbody tr");
      expect(await rows.count()).toBe(1_000);
      expect(await page.locator(".answer .table-foot span").first().textContent()).toBe(
        "1,000 of 4,212 rows",
      );
      await page.getByRole("button", { name: "Net sales" }).click();
      expect(await rows.first().locator("td").last().textContent()).toBe(largest);
      expect(await isWide(page)).toBe(false);
      const head = page.locator(".answer thead");
      const top = (await head.boundingBox())?.y;
      await page.locator(".answer .table-scroll").evaluate((box) => box.scrollTo(0, 4_000));
      expect(
        await head
          .locator("th")
          .first()
          .evaluate((th) => th.getBoundingClientRect().y),
      ).toBe(top);

      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(".answer").getByRole("button", { name: "CSV" }).click(),
      ]);
      expect(file.suggestedFilename()).toBe("order-buyer-net-sales.csv");
      const lines = (await buffer(await file.createReadStream())).toString().split("\r\n");
      expect(lines).toHaveLength(1_002);
      expect(lines[0]).toBe("\uFEFFOrder,Buyer,Net sales");
      expect(lines[1]).toContain(`,${largest}`);
      expect(lines.find((one) => one.startsWith("order-00003"))).toBe(
        `order-00003,"'=HYPERLINK(""https://evil.example"")",15838`,
      );

      const limits = page.getByRole("list", { name: "Not shown, and why" });
      expect(await limits.locator("li").allTextContents()).toEqual([
        "Your role sees no buyer's address.",
        "“Net sales by order” has more rows than one query may give: the first 1,000 of 4,212 were read.",
      ]);
    });
  });

  it("leads from the first rows of a result to all of them", async () => {
    const table = longTable(1_000);
    const first = toMarkdown({ ...table, rows: table.rows.slice(0, 10) });
    await withPage({}, async (page, { service }) => {
      const figures = figuresIn(first, ["order-00001"]);
      service.script("Orders", () => oneAnswer(first, { evidence: [table], figures }));
      await ask(page, "Orders");
      await answered(page);
      const foot = page.locator(".answer .table-foot");
      expect(await foot.locator("span").first().textContent()).toBe("10 of 4,212 rows");
      await foot.getByRole("button", { name: "Show more" }).click();
      await page.getByRole("button", { name: "Show all 1,000 rows" }).click();
      expect(await page.locator(".finding tbody tr").count()).toBe(1_000);
    });
  });

  it("says what was assumed, and once how fresh the data is, and copies it without its markup", async () => {
    const answer =
      "It was $1.\n\n_Assumed: all regions are meant._\n\n_Data through September 30, 2031. Q4 2031 is not complete yet._";
    const context = { permissions: ["clipboard-read", "clipboard-write"] };
    await withPage(context, async (page, { service }) => {
      service.script("Fresh?", () => oneAnswer(answer, { evidence: [REGIONS] }));
      await ask(page, "Fresh?");
      await answered(page);
      expect(await page.locator(".assumed").textContent()).toBe(" Assumed all regions are meant.");
      expect(await page.locator(".answer .aside").allInnerTexts()).toEqual([
        "Q4 2031 is not complete yet.",
      ]);
      expect(
        await page
          .locator(".turn")
          .getByText(/Data through/)
          .allInnerTexts(),
      ).toEqual(["Data through Sep 30, 2031"]);
      await page.getByRole("button", { name: "Copy answer" }).click();
      await page.getByRole("button", { name: "Copied" }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        answer.replaceAll("_", ""),
      );
    });
  });

  it("can be used at 200% zoom: nothing is cut off, nothing lies over the question", async () => {
    // A window of 1280 pixels at 200% has room for 640.
    const viewport = { width: 640, height: 400 };
    await withPage({ viewport, deviceScaleFactor: 2 }, async (page) => {
      await ask(page, QUESTION);
      await answered(page);
      expect(await isWide(page)).toBe(false);
      // Text alone at 200%, as WCAG 1.4.4 has it.
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
      });
      expect(await isWide(page)).toBe(false);
      for (const name of ["Copy answer", "Something is wrong", "Show Island by month"]) {
        const button = page.getByRole("button", { name });
        await button.scrollIntoViewIfNeeded();
        const box = await button.boundingBox();
        expect(box && box.x >= 0 && box.x + box.width <= viewport.width, name).toBe(true);
        await button.click({ trial: true });
      }
      await page.getByLabel("Your question").click({ trial: true });
    });
  });

  it("grows below what is being read: nothing that is read moves", async () => {
    await withPage({}, async (page, { service }) => {
      const release = holdAnswer(service, 14);
      await ask(page, QUESTION);
      await page.locator(".answer p").first().waitFor();
      const place = () =>
        page
          .locator(".answer p")
          .first()
          .evaluate((one) => one.getBoundingClientRect().y);
      const before = await place();
      release();
      await answered(page);
      expect(await place()).toBe(before);
    });
  });

  it("sorts a table, and opens a document at its passage, whose tables fit the panel", async () => {
    await withPage({}, async (page) => {
      await ask(page, QUESTION);
      await answered(page);
      const first = page.locator(".answer tbody tr").first();
      await page.getByRole("button", { name: "Gap" }).click();
      expect(await first.textContent()).toContain("Coast");
      await page.getByRole("button", { name: "Gap" }).click();
      expect(await first.textContent()).toContain("Island");

      await page.locator(".citations button").first().click();
      await page.locator(".passage").first().waitFor();
      expect(await page.locator(".document .passage").textContent()).toMatch(
        /^The August ferry strikeThe ferry strike.*Lighthouse/s,
      );
      for (const width of [360, 768, 1280, 1440, 1920]) {
        await page.setViewportSize({ width, height: 800 });
        const cut = await page
          .locator(".document .table-scroll")
          .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
        expect(cut, `tables of three columns at ${width} pixels`).toBe(0);
      }
      await page.keyboard.press("Escape");
      expect(await page.locator(".panel").count()).toBe(0);
      expect(await page.evaluate(() => document.activeElement?.className)).toBe("source");
    });
  });
});
