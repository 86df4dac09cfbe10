import { parseQuestions } from "./load-questions.ts";

const file = (entry: string) => `
workspace: shop
topic: value
questions:
  - id: sales
    why: the plainest question
${entry}`;

describe("parseQuestions()", () => {
  test("makes a question of each paraphrase", () => {
    const questions = parseQuestions(
      file("    question: How much?\n    paraphrases: [how much pls]\n    expect: {}"),
      "value.yaml",
    );
    expect(questions.map(({ id }) => id)).toEqual(["shop/sales", "shop/sales~2"]);
    expect(questions[1]?.turns[0]?.question).toBe("how much pls");
  });

  test("reads gold SQL as text or with rules", () => {
    const [question] = parseQuestions(
      file(`    question: How much?
    expect:
      sql: { sql: SELECT 1, ordered: true }
      answer_has: SELECT 2`),
      "value.yaml",
    );
    expect(question?.turns[0]?.expect).toMatchObject({
      sql: { sql: "SELECT 1", ordered: true },
      answer_has: ["SELECT 2"],
      figures_bound: true,
    });
  });

  test.each([
    ["    expect: {}", /value\.yaml: "sales" needs either turns/],
    ["    turns: [{ question: a, expect: {} }]\n    question: b\n    expect: {}", /keep one/],
    ["    question: a\n    expect: { must_sya: [x] }", /must_sya/],
    ["    question: a\n    expect: { grade: gold }", /grade/],
  ])("refuses a mistake in words", (entry, words) => {
    expect(() => parseQuestions(file(entry), "value.yaml")).toThrow(words);
  });
});
