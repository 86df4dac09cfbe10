import { answerPassages } from "../plan/plan-answer.ts";
import { COMPANIES, openLabels } from "./fit/labels.ts";
import { rankStatements } from "./rank-statements.ts";
import { replyFrom } from "./reply.ts";

const asked = COMPANIES.flatMap(({ company }) => openLabels(company));
const answerable = asked.filter(({ answers }) => answers.length > 0);

/** Whether the first, or one of the first `most`, of the statements answers; undefined when none that was found does. */
function leads({ question, answers, found }: (typeof asked)[number], most: number) {
  const ranked = rankStatements(question, answerPassages(found)).map(({ statement }) =>
    answers.some((answer) => statement.text.toLowerCase().includes(answer.toLowerCase())),
  );
  return ranked.includes(true) ? ranked.slice(0, most).includes(true) : undefined;
}

function share(most: number): number {
  const told = answerable.map((one) => leads(one, most)).filter((is) => is !== undefined);
  return told.filter(Boolean).length / told.length;
}

test("the labelled questions are many, of several companies, and some have no answer", () => {
  expect(asked.length).toBeGreaterThan(300);
  expect(asked.length - answerable.length).toBeGreaterThan(30);
});

test("rankStatements() leads with a sentence that answers, where one was found", () => {
  expect(share(1)).toBeGreaterThan(0.87);
  expect(share(3)).toBeGreaterThan(0.95);
});

test("replyFrom() has no answer to questions that no document answers", () => {
  const none = asked.filter(({ answers }) => answers.length === 0);
  const answered = none.filter(({ question, found }) => {
    const reply = replyFrom(question, answerPassages(found));
    return reply !== undefined && reply.quality !== "near";
  });
  expect(answered.length / none.length).toBeLessThan(0.1);
});
