import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadQuestions } from "./load-questions.ts";

describe("the golden questions", async () => {
  const questions = await loadQuestions(join(dirname(fileURLToPath(import.meta.url)), "golden"));
  const of = (name: string) => questions.filter(({ workspace }) => workspace === name);

  test.each([
    ["acme", 120],
    ["library", 30],
    ["subscriptions", 30],
  ])("cover %s with %d or more", (name, least) => {
    expect(of(name).length).toBeGreaterThanOrEqual(least);
  });

  test("hold twenty conversations and twenty-five without an answer", () => {
    const talks = questions.filter(({ turns }) => turns.length > 1);
    const unanswerable = questions.filter(({ turns: [turn] }) => turn?.expect.refusal);
    expect(talks.length).toBeGreaterThanOrEqual(20);
    expect(unanswerable.length).toBeGreaterThanOrEqual(25);
  });

  test("each expect more than that figures are bound", () => {
    const idle = questions.filter(({ turns }) =>
      turns.every(({ expect: { figures_bound: _, ...rules } }) =>
        Object.values(rules).every((rule) =>
          Array.isArray(rule) ? rule.length === 0 : rule === false || rule === undefined,
        ),
      ),
    );
    expect(idle.map(({ id }) => id)).toEqual([]);
  });

  test("are regular expressions where they say so", () => {
    const patterns = questions.flatMap(({ turns }) =>
      turns.flatMap(({ expect: { must_say, must_not_say, saves, recalls, forgets } }) =>
        [must_say, must_not_say, saves, recalls, forgets].flat(),
      ),
    );
    for (const [, source = ""] of patterns.flatMap((text) => {
      const found = /^\/(.+)\/$/.exec(text);
      return found ? [found] : [];
    })) {
      expect(() => new RegExp(source, "i")).not.toThrow();
    }
  });
});
