import type { EvidenceEvent } from "../../agent/events.ts";
import { REGIONS } from "../testing/harbour.ts";
import { ANSWER, figuresOf, goodTurn } from "../testing/scenes.ts";
import { describeOperation, tablesOf, tellApart, toOrigin } from "./derivation.ts";

const evidence = goodTurn("m", 0).flatMap(({ event }) =>
  event.type === "evidence" ? [event as EvidenceEvent] : [],
);

describe("toOrigin()", () => {
  it("finds every figure's cells again", () => {
    const kinds = figuresOf(ANSWER).map(({ source }) => toOrigin(source, evidence).kind);
    expect(kinds.filter((kind) => kind === "unverified")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "cell")).toHaveLength(13);
  });

  it("names a cell by its row and column, in full precision", () => {
    const source = { kind: "cell", evidence_id: "ev-1", row: 3, column: "net_sales" } as const;
    expect(toOrigin(source, evidence)).toMatchObject({
      rowName: "Island",
      label: "Net sales",
      value: "$912,355.85",
    });
  });

  it.each([
    ["table", { evidence_id: "ev-9", row: 0, column: "net_sales" }],
    ["row", { evidence_id: "ev-1", row: 40, column: "net_sales" }],
    ["column", { evidence_id: "ev-1", row: 0, column: "profit" }],
    ["table of documents", { evidence_id: "ev-3", row: 0, column: "net_sales" }],
  ])("does not vouch for a cell whose %s is not there", (_, cell) => {
    expect(toOrigin({ kind: "cell", ...cell }, evidence)).toEqual({ kind: "unverified" });
  });

  it("names the result whose rows were counted", () => {
    const origin = toOrigin({ kind: "derived", operation: "rows of ev-1", from: [] }, evidence);
    expect(tablesOf(origin).map(({ id }) => id)).toEqual(["ev-1"]);
  });

  it("names each table of a derivation once", () => {
    const change = figuresOf(ANSWER).find(({ text }) => text === "3.8%");
    const origin = change && toOrigin(change.source, evidence);
    expect(origin && tablesOf(origin).map(({ id }) => id)).toEqual(["ev-2", "ev-1"]);
  });
});

describe("tellApart()", () => {
  const titled = (...titles: readonly string[]) => [
    ...tellApart(titles.map((title, at) => ({ ...REGIONS, id: `${at}`, title }))).values(),
  ];

  it.each([
    [
      ["Sales of West, Q4 2024", "Sales of West, Q3 2024"],
      ["Q4 2024", "Q3 2024"],
    ],
    [
      ["Sales, 2024", "Sales, 2024 by month"],
      ["", "by month"],
    ],
    [
      ["Sales", "Target"],
      ["Sales", "Target"],
    ],
    [["Sales", "Sales"], []],
    [["Sales"], []],
    [[], []],
  ])("tells %j apart", (titles, notes) => {
    expect(titled(...titles)).toEqual(notes);
  });
});

describe("describeOperation()", () => {
  it.each([
    ["change", 2, { words: "Change", formula: "(A − B) ÷ B" }],
    ["change", 3, { words: "Change" }],
    ["sum", 4, { words: "Sum" }],
    ["sum of net_sales", 4, { words: "Sum of net sales" }],
    ["rows of E1.2", 0, { words: "Number of rows" }],
    ["running_total", 1, { words: "Running total" }],
  ])("describes %s of %i", (operation, operands, described) => {
    expect(describeOperation(operation, operands)).toEqual(described);
  });
});
