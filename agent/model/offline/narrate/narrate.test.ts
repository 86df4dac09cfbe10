import fc from "fast-check";
import { marked, type Tokens } from "marked";
import { EMPTY_BRIEFING } from "../../../briefing.ts";
import { bindFigures } from "../../../grounding/bind-figures.ts";
import { understand } from "../frame/understand.ts";
import { anyData, type Data, tell } from "../testing/tell.ts";
import { useWorlds, WORKSPACE_NAMES, type WorkspaceName } from "../testing/worlds.ts";
import { narrate } from "./narrate.ts";

const worldOf = useWorlds();

/** Questions of every kind, by workspace. */
const QUESTIONS: Readonly<Record<WorkspaceName, readonly string[]>> = {
  acme: [
    "What was our Q4 2024 revenue?",
    "revenue for West in Q3 2024",
    "revenue by region in Q4 2024",
    "top 5 customers in 2024",
    "share of each channel in revenue in 2024",
    "customers with more than $500 revenue in 2024",
    "monthly revenue in 2024",
    "running total of revenue in 2024 by month",
    "which month had the lowest revenue in 2024",
    "average monthly revenue in 2024",
    "third best month of 2024",
    "best and worst quarter of 2024",
    "in which month of 2024 did revenue fall most",
    "revenue in the month after our weakest month of 2024",
    "when did monthly revenue first exceed $500",
    "which regions lost revenue from H1 to H2 2024",
    "break down Q4 2024 revenue",
    "average monthly revenue by region in 2024",
    "share of revenue by region in Q3 and Q4 2024",
    "revenue by weekday",
    "how many quarters of 2024 missed the target",
    "Compare Q1 and Q3 2024",
    "which categories grew fastest in 2024",
    "which regions missed their target in Q4 2024",
    "Why did we miss the target in Q4 2024?",
    "why did South grow in Q4 2024",
    "what drove churn up in Q3 2024",
    "Is our churn rate healthy?",
    "what is churn?",
    "the five largest transactions in December 2024",
    "new customers by segment in 2024",
    "revenue for Globex",
    "what will revenue be in 2030",
    "hello",
    "what can you do",
  ],
  library: [
    "How many books were lent in May 2025?",
    "loans by branch in Q1 2025",
    "loans of comics by month in 2024",
    "fines per loan by branch in 2024",
    "the 10 highest fines",
    "which branches missed their goal in March 2025",
    "Why did loans fall at Harbour in April 2025?",
    "is the overdue rate at Mill Street okay",
    "loans in 2022",
  ],
  subscriptions: [
    "What is our MRR?",
    "MRR by plan in March 2025",
    "how did churn develop in 2024",
    "Why did churn go up in Q4 FY2025?",
    "are we on plan with MRR",
    "MRR on June 29 2024",
    "MRR in February 2023 compared to January 2020",
    "logo churn over the last four quarters",
    "compare MRR in March 2025 to March 2024",
    "top 10 accounts by MRR",
  ],
};

describe.each(WORKSPACE_NAMES)("narrate() over %s", (name) => {
  test("offers only questions that are understood and can be computed", () => {
    const world = worldOf(name);
    const refused = QUESTIONS[name].flatMap((question) => {
      const told = tell(question, world, { data: anyData(world) });
      expect([question, told.story.followups.length]).not.toEqual([question, 0]);
      const before = told.understanding.status === "frame" ? told.understanding.frame : undefined;
      return told.story.followups.filter((offered) => {
        const next = tell(offered, world, { data: anyData(world), ...(before && { before }) });
        return next.understanding.status === "refused" || next.found.failed.size > 0;
      });
    });
    expect(refused).toEqual([]);
  });

  test("writes no figure that its results do not have", () => {
    const world = worldOf(name);
    const { fiscalYearStartMonth } = world.workspace;
    const unbound = QUESTIONS[name].flatMap((question) => {
      const { text, evidence } = tell(question, world, { data: anyData(world) });
      const { figures } = bindFigures(text, {
        evidence,
        question,
        memories: [],
        fiscalYearStartMonth,
      });
      const loose = figures.filter(({ source }) => source.kind === "unbound");
      return loose.length > 0
        ? [`${question}: ${loose.map((figure) => figure.text).join(" ")}`]
        : [];
    });
    expect(unbound).toEqual([]);
  });

  test("tells of empty results without a figure", () => {
    const world = worldOf(name);
    for (const question of QUESTIONS[name]) {
      const { text, understanding } = tell(question, world);
      expect([question, text]).not.toEqual([question, ""]);
      if (understanding.status !== "frame") continue;
      const { figures } = bindFigures(text, { evidence: [], question, memories: [] });
      expect([question, figures.filter(({ source }) => source.kind === "unbound")]).toEqual([
        question,
        [],
      ]);
    }
  });
});

const HOSTILE = [
  "|",
  "**",
  "[x](javascript:alert(1))",
  "![i](http://evil)",
  "www.evil.example",
  "a@evil.example",
  "\n",
  "<b>",
  "`",
  "_a_",
  "\\",
  "| --- |",
  "# h",
  "- l",
  "1. o",
  "===",
  "a",
  " ",
  "~~",
];

const SHOWING = [
  "revenue by region in Q4 2024",
  "which regions missed their target in Q4 2024",
  "Why did revenue fall in Q4 2024?",
  "the five largest transactions in December 2024",
  "which categories grew fastest in 2024",
];

/** One row a member, the texts of every column the member's. */
function dataOf(members: readonly string[]): Data {
  return (step, columns) => {
    const isGrouped = columns.some(({ role }) => role === "dimension");
    return (isGrouped ? members : [""]).map((member, m) =>
      columns.map(({ type }) =>
        type === "string" ? member : 1000 * (m + 1) + step.purpose.length,
      ),
    );
  };
}

function rowsOfTables(text: string): { cells: number; header: number }[] {
  return marked.lexer(text).flatMap((token) => {
    if (token.type !== "table") return [];
    const { rows, header } = token as Tokens.Table;
    return rows.map((row) => ({ cells: row.length, header: header.length }));
  });
}

/** Tags of the rendered text that lead somewhere or were written by a value. */
function activeTags(text: string): readonly string[] {
  return marked.parse(text, { async: false }).match(/<(?:a|img|b|h1|h2|del|ol|li)\b[^>]*>/g) ?? [];
}

test("narrate() keeps hostile values as text: no link, no markup, no broken table", () => {
  const world = worldOf("acme");
  const member = fc
    .array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.uniqueArray(member, { minLength: 3, maxLength: 3 }), (members) => {
      for (const question of SHOWING) {
        const { text } = tell(question, world, { data: dataOf(members) });
        expect(activeTags(text)).toEqual([]);
        for (const { cells, header } of rowsOfTables(text)) expect(cells).toBe(header);
      }
    }),
    { numRuns: 25 },
  );
});

test("narrate() keeps the engine's words to the trace", () => {
  const world = worldOf("acme");
  const question = "revenue in 2024";
  const understanding = understand(question, world);
  const failed = new Map([["now", 'Binder Error: column "x" not found in 0x7f']]);
  const found = { tables: new Map(), passages: new Map(), failed };
  const { blocks } = narrate({ question, understanding, found, world, briefing: EMPTY_BRIEFING });
  expect(blocks.join(" ")).toBe("I could not look that up: the data did not answer the query.");
});
