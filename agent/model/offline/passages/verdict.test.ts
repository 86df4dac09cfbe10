import { replyFrom } from "./reply.ts";

function passage(content: string, heading: string) {
  return { content, heading, source: "rules.md", relevance_score: 0.85, evidenceId: "E1" };
}

const PASSAGES = [
  passage(
    "A result within 10% below target counts as slightly below target. A result more than 10% below target counts as underperformance.",
    "Thresholds",
  ),
  passage("A gift up to 35 euros may be kept.", "Gifts"),
  passage("A raise above 8% has to be approved by the managing director.", "Pay"),
  passage("A reader may have up to 20 books at home, a child up to 10.", "Loans"),
  passage("| Years | Extra days |\n| --- | --- |\n| 2 to 5 | 1 |\n| 6 to 10 | 3 |", "Leave"),
];

const told = (question: string) => replyFrom(question, PASSAGES)?.blocks.join("\n") ?? "";

test.each([
  ["Is a 5% miss considered underperformance?", "No", "within 10% below target"],
  ["Is a result 12% below target underperformance?", "Yes", "more than 10% below target"],
  ["Is 5% below target slightly below target?", "Yes", "within 10% below target"],
  ["May I keep a gift of 50 euros?", "No", "up to 35 euros"],
  ["Can I keep a gift of 20 euros?", "Yes", "up to 35 euros"],
  ["Does a raise of 5% need approval?", "No", "above 8%"],
  ["Must a raise of 12% be approved?", "Yes", "above 8%"],
])("verdictFrom() answers %s with %s and the rule", (question, verdict, rule) => {
  expect(told(question)).toMatch(new RegExp(`^\\*\\*${verdict}\\.\\*\\* .*${rule}.*\\[rules\\.md`));
});

test.each([
  ["Can a child have 15 books at home?"],
  ["Did revenue grow by 5%?"],
  ["Is our churn above 3%?"],
  ["Can I bring 4 dogs?"],
  ["What happens with a gift of 50 euros?"],
])("verdictFrom() says neither yes nor no to %s", (question) => {
  expect(told(question)).not.toMatch(/\*\*(?:Yes|No)\.\*\*/);
});
