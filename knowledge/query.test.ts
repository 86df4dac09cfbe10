import fc from "fast-check";
import { toClauses } from "./clauses.ts";
import { createLexicalIndex } from "./lexical-index.ts";
import { createQueryReader } from "./query.ts";
import { toStems } from "./terms.ts";
import { loadWordLore } from "./word-lore.ts";

const index = createLexicalIndex([
  {
    source: "a.md",
    title: "Guide",
    headings: ["Churn rate"],
    units: ["Customers of CompetitorX churn after ninety days.", "Lifetime value is all revenue."],
  },
  {
    source: "b.md",
    title: "Guide",
    headings: ["Discounts"],
    units: ["A discount needs approval."],
  },
]);
const open = async (synonyms: string[][] = []) =>
  createQueryReader(index, synonyms, await loadWordLore());
const concepts = async (text: string, synonyms?: string[][]) =>
  (await open(synonyms)).read(text).concepts;

describe("createQueryReader()", () => {
  it("takes a known phrase for one thing, and knows other words for it", async () => {
    const [ltv] = await concepts("What is LTV?");
    expect(ltv?.alternatives.some(({ ids }) => ids.length === 2)).toBe(true);
    expect((await concepts("lifetime value")).map((c) => c.words)).toEqual(["lifetime value"]);
  });

  it("prefers the semantic model's synonyms to the language's", async () => {
    const [own] = await concepts("glimmer", [["discount", "glimmer"]]);
    const [rebate] = await concepts("rebate");
    expect(own?.alternatives[0]?.weight).toBeGreaterThan(rebate?.alternatives[0]?.weight ?? 1);
  });

  it("finds the longer name that a word begins", async () => {
    expect((await concepts("competitor"))[0]?.alternatives).not.toEqual([]);
  });

  it("gives weight to what is telling, and little to the kind of answer wanted", async () => {
    const [define, churn] = await concepts("define churn");
    expect(define?.weight).toBeLessThan(churn?.weight ?? 0);
    const [zebra] = await concepts("zebrafinch");
    expect(zebra).toMatchObject({ weight: 1, alternatives: [] });
  });

  it("corrects a slip of the keys, never a word of the language", async () => {
    const reader = await open();
    expect(reader.correct("Chrun of custommers, discont!")).toBe("churn of customers, discount!");
    expect(reader.correct("dental churn constructor 2024 Q4")).toBe(
      "dental churn constructor 2024 Q4",
    );
  });

  it("reads any text", async () => {
    const reader = await open();
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        for (const { weight } of reader.read(reader.correct(text)).concepts)
          expect(weight).toBeGreaterThan(0);
      }),
    );
    expect(reader.read("constructor toString __proto__").concepts.length).toBeGreaterThan(0);
  });
});

describe("toClauses()", () => {
  it.each([
    [
      "What is churn, and who approves discounts?",
      ["What is churn, and who approves discounts?", "What is churn", "who approves discounts"],
    ],
    ["What is churn?", ["What is churn?"]],
    ["terms and conditions", ["terms and conditions"]],
    [
      "Explain the churn rate. How are prices set?",
      [
        "Explain the churn rate. How are prices set?",
        "Explain the churn rate",
        "How are prices set",
      ],
    ],
    ["  ", [""]],
  ])("of %j are %j", (question, clauses) => {
    expect(toClauses(question)).toEqual(clauses);
  });
});

describe("toStems()", () => {
  it("joins the forms of a word and leaves out what carries no topic", () => {
    expect(toStems("What is the churned customers' policy?")).toEqual([
      "churn",
      "customer",
      "polici",
    ]);
    expect(toStems("constructor valueOf")).toHaveLength(2);
    expect(toStems("grew growth")).toEqual(["grow", "grow"]);
  });

  it("keeps a word that is made of words without a topic", () => {
    expect(toStems("What is a no-show?")).toEqual(toStems("**No‑shows**"));
    expect(toStems("no-show")).toHaveLength(1);
    expect(toStems("a follow-up")).toEqual(toStems("follow"));
  });
});
