import { readFileSync } from "node:fs";
import { loadModel } from "../../../semantic/load-model.ts";
import { dateWordAt, dateWordsOf } from "./date-words.ts";
import { tokenize } from "./tokens.ts";

const file = new URL("../../../semantic/testdata/retail.yaml", import.meta.url);
const words = dateWordsOf(loadModel(readFileSync(file, "utf8"), "retail.yaml"));
const read = (text: string) => {
  const tokens = tokenize(text);
  return tokens.flatMap((_, at) => dateWordAt(tokens, at, words) ?? []);
};

test("dateWordAt() knows what happened by the name of its date", () => {
  expect(read("orders shipped in March")).toMatchObject([
    { fields: ["orders.shipped_on"], undone: false },
  ]);
  expect(read("orders by ship date")).toHaveLength(1);
});

test("dateWordAt() knows what has not happened", () => {
  expect(read("unshipped orders")).toMatchObject([{ fields: ["orders.shipped_on"], undone: true }]);
});

test("dateWordAt() takes no noun for what happened", () => {
  expect(read("shipping in March")).toEqual([]);
});
