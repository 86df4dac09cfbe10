import { smallLexicon } from "../testing/small-lexicon.ts";
import { readQuestion } from "./read-question.ts";
import type { Asking, Cue } from "./reading.ts";

const lexicon = smallLexicon();
const clock = {
  today: "2025-01-06",
  fiscalYearStartMonth: 1,
  dataStart: "2023-01-01",
  dataEnd: "2024-12-31",
};

function read(text: string) {
  return readQuestion(text, lexicon, clock);
}

test.each<[string, Cue]>([
  ["why did sales fall", "why"],
  ["what's behind the drop in sales", "why"],
  ["what went wrong", "why"],
  ["are sales healthy", "health"],
  ["too many orders", "health"],
  ["how do sales compare with last year", "compare"],
  ["sales trend", "trend"],
  ["what does basket mean", "define"],
  ["how is basket calculated", "define"],
  ["what is our discount policy", "know"],
  ["list all orders", "list"],
  ["how many orders", "count"],
  ["forecast of sales", "forecast"],
  ["what percentage of sales", "share"],
  ["sales against plan", "target"],
  ["stores that missed", "below-target"],
  ["sales growth", "growth"],
  ["which month was best", "best-period"],
  ["when were sales lowest", "worst-period"],
  ["average basket", "average"],
  ["running total of sales", "running-total"],
  ["3 month moving average", "moving-average"],
  ["is it above the industry benchmark", "benchmark"],
  ["and the stores?", "continues"],
  ["no, I meant sales", "corrects"],
])("readQuestion() hears in %s the cue %s", (text, cue) => {
  expect([...read(text).cues]).toContain(cue);
});

test("readQuestion() does not take a person's duty for a cause", () => {
  expect(read("who is responsible for sales").cues.has("why")).toBe(false);
});

test.each<[string, Asking | undefined]>([
  ["who is responsible for the stores", "role"],
  ["who bought most", "who"],
  ["when was the shop closed", "when"],
  ["where does the target come from", "where"],
  ["how long is a loan", "duration"],
  ["what happens to lost orders", "event"],
  ["may I return an order", "rule"],
  ["what does a product cost", "price"],
  ["what is the fee for an order", "instance"],
  ["what were sales in 2024", undefined],
  ["how many orders in May", undefined],
])("readQuestion() takes %s for a question after %s", (text, asking) => {
  expect(read(text).asking).toBe(asking);
});

test.each([
  ["orders with more than $50k", [{ op: "gt", values: [50_000], unit: "usd" }]],
  ["orders above 20%", [{ op: "gt", values: [0.2], unit: "percent" }]],
  ["orders of at least 5", [{ op: "gte", values: [5] }]],
  ["orders below 1.2m", [{ op: "lt", values: [1_200_000] }]],
  ["orders between 10 and 20", [{ op: "between", values: [10, 20] }]],
  ["orders of 100 or more", [{ op: "gte", values: [100] }]],
  ["orders up to 7", [{ op: "lte", values: [7] }]],
])("readQuestion() reads the limit of %s", (text, expected) => {
  expect(read(text).conditions).toMatchObject(expected);
});

test.each([
  ["top 5 products", { direction: "desc", limit: 5 }],
  ["the three largest orders", { direction: "desc", limit: 3 }],
  ["bottom 2 stores", { direction: "asc", limit: 2 }],
  ["the 4 smallest orders", { direction: "asc", limit: 4 }],
  ["which product sold best", { direction: "desc", limit: 1, judged: true }],
  ["best products in the North", { direction: "desc", limit: 5, judged: true }],
  ["worst products", { direction: "asc", limit: 5, judged: true }],
  ["products by sales", undefined],
])("readQuestion() reads the ranking of %s", (text, expected) => {
  expect(read(text).ranking).toEqual(expected);
});

test.each([
  ["sales by planet", ["planet"]],
  ["sales of 77", ["77"]],
  ["sales without refunds", ["refunds"]],
  ["are we reaching good sales", []],
  ["tell me about the sales please", []],
])("readQuestion() leaves of %s unexplained %j", (text, expected) => {
  expect(read(text).unknown).toEqual(expected);
});

test("readQuestion() says in which place each name stands", () => {
  const [sales, category, format] = read("sales by category without store format").names;
  expect(sales).toMatchObject({ grouping: false, negated: false });
  expect(category).toMatchObject({ grouping: true });
  expect(format).toMatchObject({ negated: true });
  expect(read("sales per product").names[1]).toMatchObject({ perOf: 0, grouping: true });
  expect(read("how many customers").names[0]).toMatchObject({ counted: true });
});
