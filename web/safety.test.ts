import { buffer } from "node:stream/consumers";
import type { Locator, Page } from "playwright-core";
import type { EvidenceEvent, TableEvidence, TurnEvent } from "../agent/events.ts";
import { oneAnswer, toMarkdown } from "./testing/answers.ts";
import { answered, ask } from "./testing/asking.ts";
import { REGIONS } from "./testing/harbour.ts";
import { HOSTILE, HOSTILE_WORDS } from "./testing/hostile.ts";
import { usePages } from "./testing/pages.ts";

const withPage = usePages();

/** What hostile words would have left within this part of the page. */
const traces = (part: Locator) =>
  part.evaluate((root) => ({
    elements: root.querySelectorAll(
      "script, img, iframe, style, object, form[action], a, b, .prose h1, td h1, svg[onload]",
    ).length,
    attributes: [...root.querySelectorAll("*")].flatMap((one) =>
      [...one.attributes].filter(
        ({ name, value }) => /^on|^style$|^href$|^src$/.test(name) || /javascript:/.test(value),
      ),
    ).length,
    pwned: "pwned" in window,
    wide: document.documentElement.scrollWidth > innerWidth,
    reordered: [...root.querySelectorAll("*")]
      .flatMap(({ childNodes }) => [...childNodes])
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .flatMap(
        ({ nodeValue }) => nodeValue?.match(/.{0,9}[\u202A-\u202E\u2066-\u2069].{0,9}/) ?? [],
      ),
  }));

const HARMLESS = { elements: 0, attributes: 0, pwned: false, wide: false, reordered: [] };

/** Hostile words wherever a result, a passage, a step and a memory can hold them. */
function hostileTurn(): { readonly table: TableEvidence; readonly events: readonly TurnEvent[] } {
  const rows = HOSTILE_WORDS.map((words, row) => [words, (row + 1) * 1000]);
  const table: TableEvidence = {
    ...REGIONS,
    title: `Sales by ${HOSTILE_WORDS[0]}`,
    sql: `SELECT buyer /* ${HOSTILE_WORDS[1]} \u202E */ FROM t`,
    columns: [
      { name: "buyer", type: "string", label: HOSTILE_WORDS[1] ?? "" },
      { name: "sales", type: "number", unit: "usd" },
    ],
    rows,
    row_count: rows.length,
  };
  const heading = HOSTILE_WORDS[2] ?? "";
  const passages: EvidenceEvent = {
    type: "evidence",
    id: "ev-9",
    tool: "search_knowledge_base",
    title: heading,
    results: [{ content: HOSTILE, source: "island_operations.md", heading, relevance_score: 0.9 }],
  };
  const failed = { call_id: "f", label: HOSTILE_WORDS[3] ?? "", error: HOSTILE_WORDS[4] ?? "" };
  const memory = {
    action: "saved",
    memory_type: "finding",
    key: "k",
    value: HOSTILE_WORDS[0] ?? "",
  } as const;
  return {
    table,
    events: [
      { type: "reasoning", tool: "query_bigquery", status: "failed", query: HOSTILE, ...failed },
      {
        type: "reasoning",
        tool: "search_knowledge_base",
        status: "completed",
        call_id: "d",
        label: heading,
      },
      passages,
      { type: "memory", ...memory },
    ],
  };
}

async function openAll(page: Page): Promise<void> {
  await page.locator(".trace-fold").click();
  for (const step of await page.locator("button.step-line").all()) await step.click();
  await page.locator(".step-failed-query summary").click();
  await page.locator(".passages").waitFor();
  await page.locator(".finding table").first().waitFor();
}

describe("what an answer shows", () => {
  it("is harmless when the answer is hostile", async () => {
    await withPage({}, async (page, { service }) => {
      service.script("Attack", () => oneAnswer(HOSTILE));
      await ask(page, "Attack");
      await answered(page);
      const answer = page.locator(".answer");
      expect(await traces(answer)).toEqual(HARMLESS);
      expect(await answer.textContent()).toContain("<script>window.pwned = 2</script>");
    });
  });

  it("is harmless when cells, headings, queries, errors and memories are hostile, also as a file", async () => {
    const { table, events } = hostileTurn();
    const permissions = ["clipboard-read", "clipboard-write"];
    await withPage({ acceptDownloads: true, permissions }, async (page, { service }) => {
      service.script("Attack", () => {
        const cues = oneAnswer(toMarkdown(table), {
          evidence: [table],
          warnings: [HOSTILE_WORDS[0] ?? ""],
        });
        return [...events.map((event) => ({ afterMs: 0, event })), ...cues];
      });
      await ask(page, "Attack");
      await answered(page);
      await openAll(page);
      expect(await traces(page.locator(".turns"))).toEqual(HARMLESS);

      const frame = page.locator(".finding .table-frame").first();
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        frame.getByRole("button", { name: "CSV" }).click(),
      ]);
      const csv = (await buffer(await file.createReadStream())).toString();
      await frame.getByRole("button", { name: "Copy table" }).click();
      await frame.getByRole("button", { name: "Copied" }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      for (const cell of csv.split(/\r\n|,/).concat(copied.split(/\t|\n/))) {
        expect(cell).not.toMatch(/^"?\s*[=+@-](?!\d)/);
      }
    });
  });

  it("is harmless when titles, greetings, memories and documents are hostile", async () => {
    await withPage({}, async (page, { service, url }) => {
      service.greet(`Welcome back.\n${HOSTILE_WORDS.map((words) => `- ${words}`).join("\n")}`);
      await page.goto(url);
      await page.locator(".welcome-back").waitFor();
      expect(await traces(page.locator(".thread"))).toEqual(HARMLESS);
      service.script(HOSTILE_WORDS[0] ?? "", () => oneAnswer("Done."));
      await ask(page, HOSTILE_WORDS[0] ?? "");
      await answered(page);
      expect(await traces(page.locator(".turns"))).toEqual(HARMLESS);
      expect(await page.locator(".session a").textContent()).toBe(HOSTILE_WORDS[0]);
      expect(await page.locator(".sidebar :is(script, img, b)").count()).toBe(0);
    });
  });
});
