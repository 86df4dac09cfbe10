import { readFileSync } from "node:fs";
import { loadModel } from "../../../semantic/load-model.ts";
import type { FieldValues } from "../../../semantic/values.ts";
import { createLexicon, type Lexicon } from "../language/lexicon.ts";

/** English of the tests: words that are spelled right although no model knows them. */
const ENGLISH = new Set("knife borrowed chairs plant planet running river shop".split(" "));

/** The lexicon of an invented shop with some values. */
export function smallLexicon(): Lexicon {
  const file = new URL("../../../semantic/testdata/retail.yaml", import.meta.url);
  const model = loadModel(readFileSync(file, "utf8"), "retail.yaml");
  const [text] = model.datasets.flatMap(({ fields }) =>
    fields.filter(({ type }) => type === "String"),
  );
  const values: FieldValues[] = [
    {
      field: text?.id ?? "",
      values: ["Globex Corporation", "Hollowell Financial Group", "The Borrowed Knife", "Zürich"],
      complete: true,
    },
  ];
  return createLexicon(model, values, (word) => ENGLISH.has(word));
}
