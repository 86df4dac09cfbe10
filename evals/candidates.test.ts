import { toCandidates } from "./candidates.ts";
import { parseQuestions } from "./load-questions.ts";

const vote = (question: string, at: string) => ({
  messageId: "m1",
  sessionId: "s1",
  userId: "u1",
  workspace: "shop",
  question,
  rating: "down" as const,
  reason: "not_correct" as const,
  comment: 'It said "5": wrong',
  at,
});

describe("toCandidates()", () => {
  test("writes votes as golden questions, one a wording, newest first", () => {
    const yaml = toCandidates("shop", [
      vote("Sales in May?", "2025-02-02T10:00:00Z"),
      vote("How much: 5 or 6?", "2025-02-01T10:00:00Z"),
      vote("sales in may?", "2025-01-01T10:00:00Z"),
    ]);
    const questions = parseQuestions(yaml, "shop.yaml");
    expect(questions.map(({ turns }) => turns[0]?.question)).toEqual([
      "Sales in May?",
      "How much: 5 or 6?",
    ]);
    expect(questions[0]?.why).toBe(
      'A user voted down on 2025-02-02, not correct, "It said "5": wrong" (message m1)',
    );
  });
});
