import { oneAnswer } from "./testing/answers.ts";
import { answered, ask, QUESTION } from "./testing/asking.ts";
import { usePages } from "./testing/pages.ts";
import type { Cue } from "./testing/scenes.ts";

const withPage = usePages();
const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };

/** The turn with other fields in its end. */
const ending = (cues: readonly Cue[], fields: object): readonly Cue[] =>
  cues.map((cue) =>
    cue.event.type === "done" ? { ...cue, event: { ...cue.event, ...fields } } : cue,
  );

describe("what an answer rests on", () => {
  it("is said by its grade with the reason, its freshness, and what it took in time, bytes and cost", async () => {
    await withPage({}, async (page) => {
      await ask(page, QUESTION);
      await answered(page);
      const basis = page.locator(".trust");
      expect(await basis.textContent()).toMatch(
        /^Defined metric.*Data through Sep 30, 20310\.4 s · 71\.3 MB read · no model cost/,
      );
      await basis.locator(".grade summary").click();
      await page.getByText("Computed from your company’s own metric definitions").waitFor();
      await basis.locator(".usage summary").click();
      expect(await basis.locator("dl").textContent()).toMatch(
        /First wordsafter 0\.1 sWhole answer0\.4 sWarehouse2 queries · 71\.3 MB readModelno model cost/,
      );
    });
  });

  it("stands in its trace: rows, the query in lines, ready to copy, and the passages", async () => {
    await withPage(CLIPBOARD, async (page) => {
      await ask(page, QUESTION);
      await answered(page);
      await page.locator(".trace-fold").click();
      for (const step of await page.locator("button.step-line").all()) await step.click();
      await page.locator(".finding table").first().waitFor();
      expect(await page.locator(".finding tbody tr").count()).toBe(6);
      const sql = page.locator(".sql").first();
      expect(await sql.locator(".sql-keyword").first().textContent()).toBe("SELECT");
      await sql.getByRole("button", { name: "Copy SQL" }).click();
      await sql.getByRole("button", { name: "Copied" }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
        /^SELECT region, .*\nFROM harbour\.sales\nJOIN harbour\.targets .*\nWHERE .*\nGROUP BY region\n/,
      );
      expect(await page.locator(".passages li").first().textContent()).toMatch(
        /^Island operations · The August ferry strike91% matchThe ferry strike/,
      );
    });
  });
});

describe("when an answer cannot be given as asked", () => {
  it("offers what may have been meant as chips, and free words still go", async () => {
    await withPage({}, async (page, { service }) => {
      const choices = ["Sales of the Coast", "Sales of the coastal depots"];
      service.script("Sales of coastal?", () =>
        ending(oneAnswer("Which of these do you mean?"), { suggested_followups: choices }),
      );
      service.script("Sales of the Coast", () => oneAnswer("It was $2.43M."));
      service.script("Neither", () => oneAnswer("Then say which."));
      await ask(page, "Sales of coastal?");
      await answered(page);
      expect(
        await page.getByRole("list", { name: "Ask next" }).getByRole("button").allTextContents(),
      ).toEqual(choices);
      await page.getByRole("button", { name: "Sales of the Coast", exact: true }).click();
      await page.getByText("It was $2.43M.", { exact: true }).waitFor();
      await ask(page, "Neither");
      await page.getByText("Then say which.", { exact: true }).waitFor();
    });
  });

  it("says in words which limit was reached, and leads past it", async () => {
    await withPage({}, async (page, { service }) => {
      const message =
        "This conversation has used $0.50 of its $0.50; start a new conversation to go on";
      const event = { type: "error", code: "over-budget", message, retryable: false } as const;
      service.script(QUESTION, () => [{ afterMs: 0, event }]);
      await ask(page, QUESTION);
      await page.getByText(`${message}.`, { exact: true }).waitFor();
      service.script(QUESTION, () => oneAnswer("Here it is."));
      await page.getByRole("button", { name: "Ask in a new conversation" }).click();
      await page.getByText("Here it is.", { exact: true }).waitFor();
      expect(page.url()).toMatch(/\/c\/s-2$/);
    });
  });
});
