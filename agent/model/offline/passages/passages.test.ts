import type { FoundPassage } from "../plan/step.ts";
import { answerFrom, isAnswer } from "./answer-from.ts";
import { causesIn } from "./causes.ts";
import { rankStatements } from "./rank-statements.ts";
import { holdsNumber } from "./row-range.ts";
import { asSentence, statementsIn } from "./statements.ts";

function passage(content: string, heading = "Rules", source = "rules.md"): FoundPassage {
  return { content, heading, source, relevance_score: 0.9, evidenceId: "E1" };
}

const FEES = passage(
  [
    "They are reviewed each year. A late return costs 0.30 euros a day. Fees are charged at the return, because most readers come back.",
    "",
    "| Weight of the parcel | Fee | Approved by |",
    "| --- | ---: | --- |",
    "| Below 5 kg | none | – |",
    "| 5 to 20 kg | $10 | **Ada Byron** |",
    "| 20 kg and above | $25 | the board |",
  ].join("\n"),
  "Fees",
);

test("statementsIn() gives sentences and rows, told as one, without marks of Markdown", () => {
  expect(statementsIn([FEES]).map(({ text }) => text)).toEqual([
    "They are reviewed each year.",
    "A late return costs 0.30 euros a day.",
    "Fees are charged at the return, because most readers come back.",
    "Below 5 kg: fee none; approved by –",
    "5 to 20 kg: fee $10; approved by Ada Byron",
    "20 kg and above: fee $25; approved by the board",
  ]);
  const [row] = statementsIn([FEES]).slice(4);
  expect(row && asSentence(row)).toBe("5 to 20 kg: fee $10; approved by Ada Byron.");
});

test("statementsIn() makes no statement of a link or of markup", () => {
  const [said] = statementsIn([
    passage("See [the page](javascript:alert(1)) and <b>more</b> of it."),
  ]);
  expect(said?.text).toBe("See the page and bmore/b of it.");
});

test.each([
  ["How much is the fee for a late return?", "A late return costs 0.30 euros a day."],
  [
    "Why are fees charged at the return?",
    "Fees are charged at the return, because most readers come back.",
  ],
  ["What is the fee for a parcel of 12 kg?", "5 to 20 kg: fee $10; approved by Ada Byron"],
  ["What fee does a parcel of 40 kg get?", "20 kg and above: fee $25; approved by the board"],
])("answerFrom() answers %s first with what fits", (question, lead) => {
  const found = answerFrom(question, [FEES]);
  expect(found?.lead.text).toBe(lead);
  expect(isAnswer(question, found)).toBe(true);
});

test.each([
  "How many parcels did we send?",
  "What is the moon made of?",
  "Who founded the company?",
])("isAnswer() is false for %s", (question) => {
  expect(isAnswer(question, answerFrom(question, [FEES]))).toBe(false);
});

test("rankStatements() knows initials by the words that they stand for", () => {
  const said = passage("The net promoter score is not kept in the warehouse. Margins are.");
  expect(rankStatements("What is our NPS?", [said])[0]?.statement.text).toContain("net promoter");
});

test.each([
  ["$10,000 to $24,999.99", 12_000, true],
  ["$10,000 to $24,999.99", 9_999, false],
  ["Below $2,500", 2_499, true],
  ["Below $2,500", 2_500, false],
  ["Up to 50", 50, true],
  ["25 and above", 25, true],
  ["More than 8", 7, false],
  ["none", 5, false],
])("holdsNumber(%s, %d) is %s", (cell, value, expected) => {
  expect(holdsNumber(cell, { value })).toBe(expected);
});

test("holdsNumber() keeps percentages and amounts apart", () => {
  expect(holdsNumber("Below 50%", { value: 0.2 })).toBe(false);
  expect(holdsNumber("Below 50%", { value: 0.2, unit: "percent" })).toBe(true);
});

const Q4 = { start: "2024-10-01", end: "2025-01-01", grain: "quarter", label: "Q4 2024" } as const;

test.each([
  ["Sales fell in October 2024 because the depot burnt down.", "Depots", true],
  ["Sales fell in Q4 2024 because the depot burnt down.", "Depots", true],
  ["Sales fell in March 2022 because the depot burnt down.", "Depots", false],
  ["Sales were measured in October 2024.", "Depots", false],
  [
    "The new school is the reason for the growth.",
    "Northgate: partnership since September 2024",
    true,
  ],
  [
    "The new school is the reason for the growth.",
    "Northgate: partnership since March 2019",
    false,
  ],
  ["The new road is the reason for the delay.", "Southgate in October 2024", false],
])("causesIn() for Northgate's sales in Q4 2024: %s (%s) is %s", (text, heading, expected) => {
  const about = { members: ["Northgate"], metric: "sales" };
  expect(causesIn([passage(text, heading)], about, Q4).length > 0).toBe(expected);
});

test("causesIn() tells when it was by the sentence before, and knows a member in the singular", () => {
  const said =
    "The bridge was rebuilt from 3 September to 20 November 2024. Orders of the depots came late because lorries took the long way.";
  const about = { members: ["Depots"], metric: "sales" };
  expect(causesIn([passage(said, "Roads")], about, Q4).map(({ text }) => text)).toEqual([said]);
  const [one] = causesIn(
    [passage("In October 2024 each depot was closed for a week.", "Roads")],
    about,
    Q4,
  );
  expect(one?.text).toContain("closed for a week");
});
