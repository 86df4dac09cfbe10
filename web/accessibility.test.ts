import { longTable, oneAnswer, toMarkdown } from "./testing/answers.ts";
import { answered, ask, holdAnswer, QUESTION } from "./testing/asking.ts";
import { usePages } from "./testing/pages.ts";
import { violations } from "./testing/violations.ts";

const PHONE = { width: 360, height: 740 };
const withPage = usePages();

describe.each(["light", "dark"] as const)("the page in %s", (colorScheme) => {
  it("meets WCAG 2.2 AA, empty, at work, answered, with its trace, figures and panels open", async () => {
    await withPage({ colorScheme }, async (page, { service }) => {
      const holds = async (state: string) =>
        expect([state, ...(await violations(page))]).toEqual([state]);
      await holds("empty");
      const release = holdAnswer(service);
      await ask(page, QUESTION);
      await page.locator(".step-completed").first().waitFor();
      await holds("working");
      release();
      await answered(page);
      await page.locator(".trace-fold").click();
      for (const step of await page.locator("button.step-line").all()) await step.click();
      await page.locator(".passages").waitFor();
      await page.locator(".grade summary").click();
      await page.locator(".usage summary").click();
      await page.getByRole("button", { name: "Something is wrong" }).click();
      await page.locator(".feedback").waitFor();
      await page.locator(".citations button").first().click();
      await page.locator(".passage").first().waitFor();
      await page.getByRole("button", { name: "3.8%" }).click();
      await page.locator(".origin-query summary").first().click();
      await holds("answer, trace, figure, document, feedback");
    });
  });

  it("meets WCAG 2.2 AA on a phone: away, failed, asked anew, cut, the list, memory, settings, a returning user", async () => {
    await withPage({ colorScheme, viewport: PHONE }, async (page, server) => {
      const { service } = server;
      const holds = async (state: string) =>
        expect([state, ...(await violations(page))]).toEqual([state]);
      service.script("All orders", () =>
        oneAnswer(`It was _less_. _Assumed: all._\n\n${toMarkdown(longTable(8))}`, {
          evidence: [longTable(8)],
          warnings: ["Your role sees no buyers"],
        }),
      );
      await ask(page, "All orders");
      await answered(page);
      await ask(page, "Sales by colour?");
      await page.locator(".notice-failed").waitFor();
      await page.locator(".trace-fold").last().click();
      await page.getByRole("button", { name: /^Ask again/ }).click();
      await page.locator(".folded").waitFor();
      await answered(page);
      holdAnswer(service, 4);
      await ask(page, QUESTION);
      await page.locator(".answer").last().waitFor();
      server.setDown(true);
      server.cut();
      await page.locator(".notice-line").waitFor();
      await holds("failed, folded, limits, offline");
      server.setDown(false);
      await page.getByRole("button", { name: "Conversations" }).click();
      await page.locator(".app-sidebar").waitFor();
      await holds("list");
      await page.getByRole("button", { name: "Memory" }).click();
      await page.getByRole("button", { name: "Clear memory" }).click();
      await holds("memory");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Conversations" }).click();
      await page.getByTitle("Name, theme, keyboard").click();
      await page.locator(".keys").waitFor();
      await holds("settings");
      service.greet("Welcome back. Last time we found:\n- Net sales were $6.41M");
      await page.goto(server.url);
      await page.locator(".welcome-back").waitFor();
      await holds("returning");
    });
  });
});

describe("a streamed answer, to a screen reader", () => {
  it("is told step by step and whole at its end, and reads line by line", async () => {
    await withPage({ alone: true }, async (page, { service }) => {
      const release = holdAnswer(service);
      const told: string[] = [];
      await page.exposeFunction("told", (words: string) => told.push(words));
      await page.locator(".unseen[role=status]").evaluate((region) => {
        const tell = () => (window as unknown as Told).told(region.textContent ?? "");
        new MutationObserver(tell).observe(region, { subtree: true, characterData: true });
      });
      await ask(page, QUESTION);
      await vi.waitFor(() => expect(told).toContain("Writing the answer"));
      release();
      await answered(page);
      await vi.waitFor(() => expect(told.at(-1)).toMatch(/^Answer: Net sales were \$6\.97M/));
      expect(told[0]).toBe("Working on your question");
      expect(told.at(-1)).toMatch(/\nIsland, \$0\.91M, \$1\.25M, \(bad\) −27\.0%\n/);
      expect(told.at(-1)).toMatch(/\n1 figure could not be verified$/);

      const lines = (await page.locator(".turn").ariaSnapshot()).split("\n");
      const read = lines.map((line) => line.replace(/^[\s-]+/, ""));
      const from = (line: string, count: number) => read.slice(read.indexOf(line)).slice(0, count);
      expect(read[0]).toBe('article "Question 1":');
      expect(from("strong:", 4)).toEqual([
        "strong:",
        'button "$6.97M"',
        "text: in Q3 2031,",
        "strong:",
      ]);
      expect(from('row "Island $0.91M $1.25M Bad −27.0%":', 3)).toEqual([
        'row "Island $0.91M $1.25M Bad −27.0%":',
        'rowheader "Island"',
        'cell "$0.91M":',
      ]);
      for (const part of ['list "Sources":', 'list "Saved to memory":', 'list "Ask next":']) {
        expect(read).toContain(part);
      }
    });
  });
});

type Told = { readonly told: (words: string) => void };
