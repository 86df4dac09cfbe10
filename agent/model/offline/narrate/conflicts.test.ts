import type { World } from "../frame/world.ts";
import type { FoundPassage } from "../plan/step.ts";
import { type Data, tell } from "../testing/tell.ts";
import { openWorld } from "../testing/worlds.ts";

let acme: World;

beforeAll(async () => {
  acme = await openWorld("acme");
});

/** Revenue of 12.4M against a target of 13M, whatever is asked. */
const data: Data = (_, columns) => [
  columns.map(({ id, role }) =>
    role === "dimension" ? "West" : id.includes("target") ? 13_000_000 : 12_400_000,
  ),
];

function passage(content: string, heading = "Results", source = "board.md"): FoundPassage {
  return { content, heading, source, relevance_score: 0.9, evidenceId: "E9" };
}

const told = (content: string, heading?: string, question = "What was our Q4 2024 revenue?") =>
  tell(question, acme, { data, passages: [passage(content, heading)] }).text;

test.each([
  ["Revenue in Q4 2024 was $13.1 million.", "Results"],
  ["Our total revenue in the fourth quarter of 2024 came to $11M.", "Results"],
  ["Revenue was $13.1 million.", "Results of Q4 2024"],
  ["The revenue target for Q4 2024 is $14 million.", "Targets"],
  ["| Quarter | Revenue |\n| --- | --- |\n| Q4 2024 | $13.1M |", "Quarters"],
  ["| Metric | Q4 2024 |\n| --- | --- |\n| Revenue | $13.1M |", "Quarters"],
  ["| Region | Q4 2024 |\n| --- | --- |\n| Total | $13.1M |", "Revenue by region"],
])("tell() shows both figures where a document says %j under %s", (content, heading) => {
  const text = told(content, heading);
  expect(text).toContain("**The sources disagree:**");
  expect(text).toMatch(/the data give \$1[23]\.[04]M, a document gives/);
  expect(text).toContain(`[board.md › ${heading}]`);
});

test.each([
  ["Revenue in Q4 2024 was $12.4 million."],
  ["Revenue in Q4 2024 was $12M."],
  ["Revenue in Q3 2024 was $9 million."],
  ["Revenue in Q4 was $9 million."],
  ["Support revenue in Q4 2024 was $2 million."],
  ["Revenue from partners in Q4 2024 was $2 million."],
  ["West revenue in Q4 2024 was $2.6 million."],
  ["The revenue target for Q4 2024 is $13.0 million."],
  ["We had expected revenue in Q4 2024 to be $15 million."],
  ["Revenue in Q4 2024 was more than $10 million."],
  ["Revenue grew by 29% in Q4 2024."],
  ["| Region | Q4 2024 |\n| --- | --- |\n| West | $2.6M |"],
])("tell() sees no conflict in %j", (content) => {
  expect(told(content, "Revenue")).not.toContain("disagree");
});

test("tell() holds what is said of a member against that member alone", () => {
  const question = "What was revenue in West in Q4 2024?";
  expect(told("West revenue in Q4 2024 was $2.6 million.", "Results", question)).toContain(
    "West revenue, Q4 2024: the data give $12.4M, a document gives $2.6M",
  );
  expect(told("Revenue in Q4 2024 was $13.1 million.", "Results", question)).not.toContain(
    "disagree",
  );
});

test("tell() names two documents that give different targets", () => {
  const passages = [
    passage("The churn target is 3.5% or less.", "Churn", "metrics_definitions.md"),
    passage("The churn target is 4%.", "Customer success", "plan.md"),
  ];
  const { text } = tell("Is our churn rate healthy?", acme, {
    data: (_, columns) => [columns.map(() => 0.042)],
    passages,
  });
  expect(text).toMatch(/target: one document gives 3\.5% \[.*\], another 4\.0% \[plan\.md/);
});
