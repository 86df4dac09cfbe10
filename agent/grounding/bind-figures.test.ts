import fc from "fast-check";
import type { Figure, FigureSource } from "../events.ts";
import { bindFigures } from "./bind-figures.ts";
import { documentOf, tableOf } from "./testing/evidence.ts";

const regions = tableOf(
  { id: "e2", title: "Revenue by region", since: "2024-10-01" },
  ["region", "revenue usd", "revenue_target usd"],
  [
    ["North", 3_800_000, 3_500_000],
    ["West", 2_600_000, 3_500_000],
  ],
);
const older = tableOf({ id: "e1", title: "Revenue of West" }, ["revenue usd"], [[2_600_000]]);
const policy = documentOf("e3", "policy.md", {
  Tiers: "Orders above $50,000 earn a discount of 5%.",
});

function bind(answer: string, rest: Partial<Parameters<typeof bindFigures>[1]> = {}): Figure[] {
  return bindFigures(answer, {
    evidence: [older, regions, policy],
    question: "",
    memories: [],
    ...rest,
  }).figures;
}

function sourceOf(
  answer: string,
  rest?: Partial<Parameters<typeof bindFigures>[1]>,
): FigureSource | undefined {
  return bind(answer, rest)[0]?.source;
}

describe("bindFigures()", () => {
  test("names the cell of the row that stands by the figure, of the latest evidence", () => {
    expect(sourceOf("West had $2.6M.")).toEqual({
      kind: "cell",
      evidence_id: "e2",
      row: 1,
      column: "revenue",
    });
  });

  test("gives what an operation was made of", () => {
    expect(bind("West had $2.6M, 25.7% below its target.")[1]?.source).toEqual({
      kind: "derived",
      operation: "change",
      from: [
        { kind: "cell", evidence_id: "e2", row: 1, column: "revenue" },
        { kind: "cell", evidence_id: "e2", row: 1, column: "revenue_target" },
      ],
    });
  });

  test("prefers a cell to a derivation and the data to a document", () => {
    const share = tableOf({ id: "e4", title: "Share" }, ["discount percent"], [[0.05]]);
    expect(sourceOf("The discount is 5%.", { evidence: [policy, share] })).toMatchObject({
      kind: "cell",
    });
  });

  test("falls back to a passage, the question and a memory, in that order", () => {
    expect(sourceOf("Orders above $50,000 earn it.")).toMatchObject({
      kind: "passage",
      source: "policy.md",
      heading: "Tiers",
    });
    expect(sourceOf("None is above $70k.", { question: "Which are above $70,000?" })).toEqual({
      kind: "question",
    });
    const memories = ["revenue_goal: The goal for revenue is $9M"];
    expect(sourceOf("Your revenue goal was $9M.", { memories })).toEqual({
      kind: "memory",
      key: "revenue_goal",
    });
  });

  test("counts what comes from nowhere, and says its value in full units", () => {
    const { figures, unbound } = bindFigures("It will be $4.7M, or 12%.", {
      evidence: [regions],
      question: "",
      memories: [],
    });
    expect(unbound).toBe(2);
    expect(figures.map(({ value }) => value)).toEqual([4_700_000, 0.12]);
  });

  test("has no figure for dates, periods, ordinals, lists, code, links and names", () => {
    const products = tableOf(
      { id: "p", title: "Products" },
      ["product", "units count"],
      [["Model 3000", 7]],
    );
    const answer = [
      "1. In Q4 2024 and FY25, from Dec 2 – Dec 31, 2024 (2024-12-31, 12/31/2024, 10:30), the 3rd of the top 5.",
      "2. See [the page](https://x.test/a?b=12) and `LIMIT 100` [policy.md › Tier 2] for the last 30 days.",
      "3) Model 3000 sold best in H1 '24, in 2023 and in May.",
    ].join("\n");
    expect(bind(answer, { evidence: [products] })).toEqual([]);
  });

  test("takes the figure of a table by its row and header", () => {
    const answer = "| Region | Target |\n|---|---|\n| West | $2.6M |\n| North | $3.5M |";
    expect(bind(answer).map(({ source }) => source.kind)).toEqual(["unbound", "cell"]);
  });

  test("gives figures in order with the text that stands at their offsets, for any text, and never throws", () => {
    const words = fc.constantFrom(
      "West",
      "North",
      "$2.6M",
      "−4.6%",
      "|",
      "\n",
      "fell",
      "to",
      "of",
      "2 of the 2",
      "Q4 2024",
      "**",
      "`",
      "(",
      ")",
      "together",
      "[a",
      "1,247",
      "3.5 pts",
      "average",
      "\n| a | b |\n",
      "-",
      "5x",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(words).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(texts, (answer) => {
        let behind = 0;
        for (const { start, end, text, value } of bind(answer)) {
          expect(start).toBeGreaterThanOrEqual(behind);
          expect(answer.slice(start, end)).toBe(text);
          expect(Number.isFinite(value)).toBe(true);
          behind = end;
        }
      }),
      { numRuns: 500 },
    );
  });
});
