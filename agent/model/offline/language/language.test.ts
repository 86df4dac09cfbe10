import fc from "fast-check";
import { smallLexicon } from "../testing/small-lexicon.ts";
import { allowedSlips, editDistance } from "./edit-distance.ts";
import { findMentions, resembling } from "./mentions.ts";
import { contentRoots, keywordsOf, rootOf } from "./roots.ts";
import { mendSpelling } from "./spelling.ts";
import { stemOf, tokenize } from "./tokens.ts";

const lexicon = smallLexicon();

/** What a text names: `words=meaning`. */
function named(text: string): string[] {
  const tokens = mendSpelling(tokenize(text), lexicon);
  return findMentions(tokens, lexicon).map(({ from, to, meanings }) => {
    const [first] = meanings;
    const meaning =
      first &&
      (("value" in first && first.value) ||
        ("metric" in first && first.metric) ||
        ("field" in first && first.field) ||
        ("dataset" in first && first.dataset));
    return `${text.slice(tokens[from]?.start, tokens[to - 1]?.end)}=${meaning}`;
  });
}

test.each([
  ["customers", "customer"],
  ["Categories", "category"],
  ["boxes", "box"],
  ["status", "status"],
  ["Zürich", "zurich"],
  ["Acme's", "acme"],
  ["sold", "sale"],
  ["children", "child"],
  ["eastern", "east"],
])("stemOf() takes %s for %s", (word, stem) => {
  expect(tokenize(word)[0]?.stem).toBe(stem);
  expect(stemOf(stem)).toBe(stem);
});

test("tokenize() gives words at their offsets, in order, for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      let last = 0;
      for (const { start, end, text: word } of tokenize(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(word.length).toBeLessThanOrEqual(end - start + 2);
        last = end;
      }
    }),
  );
});

test.each([
  ["turnover by store format", ["turnover=sales", "store format=stores.format"]],
  ["the slaes by catgory", ["slaes=sales", "catgory=products.category"]],
  ["categorical sales", ["categorical=products.category", "sales=sales"]],
  ["sales of Globex", ["sales=sales", "Globex=Globex Corporation"]],
  [
    "sales of Hollowel Financial Group",
    ["sales=sales", "Hollowel Financial Group=Hollowell Financial Group"],
  ],
  ["sales in zurich", ["sales=sales", "zurich=Zürich"]],
  ["how many orders were placed", ["orders were placed=orders_placed"]],
  ["orders that we shipped", ["orders that we shipped=orders_shipped"]],
  ["customers that are new", ["customers that are new=new_customers"]],
])("findMentions() finds in %s %j", (text, expected) => {
  expect(named(text)).toEqual(expected);
});

test.each([
  ["which orders did we place", "a verb behind what is picked from makes no name of it"],
  ["the borrowed one", "an ordinary word is no part of a name"],
])("findMentions() takes no part of a longer name in %s: %s", (text) => {
  expect(named(text).join()).not.toMatch(/orders_placed|Knife/);
});

test("resembling() offers near names, nearest first, and never the word itself", () => {
  expect(resembling("globx", lexicon, 2)).toEqual(["globex"]);
  expect(resembling("globex", lexicon, 5)).not.toContain("globex");
  expect(resembling("zzzz", lexicon, 5)).toEqual([]);
});

test("editDistance() is a distance up to its limit", () => {
  const word = fc.string({ minLength: 0, maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b, 20)).toBe(editDistance(b, a, 20));
      expect(editDistance(a, b, 20) === 0).toBe(a === b);
      expect(editDistance(a, b, 1)).toBe(Math.min(editDistance(a, b, 20), 2));
    }),
  );
  expect([allowedSlips(3), allowedSlips(5), allowedSlips(9)]).toEqual([0, 1, 2]);
});

test.each([
  ["responsible", "responsibility"],
  ["renovated", "renovation"],
  ["underperforming", "underperformance"],
  ["approves", "approval"],
  ["price", "pricing"],
])("rootOf() gives %s and %s one root", (a, b) => {
  expect(rootOf(stemOf(a))).toBe(rootOf(stemOf(b)));
});

test("keywordsOf() keeps what a search needs, contentRoots() what documents are held against", () => {
  expect(keywordsOf("What does the holiday promotion mean?")).toBe("holiday promotion");
  expect([...contentRoots("What is the price of a Team seat?")]).toEqual(["pric", "team", "seat"]);
});
