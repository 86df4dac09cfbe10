import type { Field, SemanticModel } from "../../../semantic/model.ts";
import { basesOf } from "./bases.ts";
import { rootOf } from "./roots.ts";
import { stemOf, stemsOf, type Token } from "./tokens.ts";

/** Ids of date fields by the root of what happens on them: "ship" for a ship date. */
export type DateWords = ReadonlyMap<string, readonly string[]>;

/** Words that every date has in its name. */
const PLAIN = new Set(
  stemsOf("date time day at on dt ts timestamp datetime when of the is was by utc local"),
);

export function dateWordsOf({ datasets }: SemanticModel): DateWords {
  const words = new Map<string, string[]>();
  for (const field of datasets.flatMap(({ fields }) => fields.filter(isDated))) {
    for (const root of rootsOf(field)) {
      const known = words.get(root) ?? [];
      if (!known.includes(field.id)) words.set(root, [...known, field.id]);
    }
  }
  return words;
}

function isDated({ isTime, type }: Field): boolean {
  return isTime && type !== "Time";
}

/** Of each name that says one thing beside being a date, that thing. */
function rootsOf({ name, label, synonyms }: Field): readonly string[] {
  return [name, label, ...synonyms].flatMap((text) => {
    const telling = stemsOf(text.replaceAll("_", " ")).filter((stem) => !PLAIN.has(stem));
    const [only = "", another] = telling;
    return another === undefined && only.length >= 3 ? [rootOf(only)] : [];
  });
}

/** A word of a question that says what happened on a date: "shipped", "undelivered", or "ship" before "date". */
export type DateWord = { readonly fields: readonly string[]; readonly undone: boolean };

const HAPPENED = /(?:ed|en)$|^(?:left|sent|sold|paid|bought|made|begun|got|built|held|met|lost)$/;

/** All dates that a verb's form may be made of: "ended" of an end date and of "ended at". */
function fieldsOf({ stem, text }: Token, words: DateWords): readonly string[] | undefined {
  const forms = new Set([rootOf(stem), ...basesOf(text)]);
  const fields = [...forms].flatMap((form) => words.get(form) ?? []);
  return fields.length > 0 ? [...new Set(fields)] : undefined;
}

export function dateWordAt(
  tokens: readonly Token[],
  at: number,
  words: DateWords,
): (DateWord & { readonly to: number }) | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const isNamed = /^(?:dates?|days?)$/.test(tokens[at + 1]?.text ?? "");
  const to = at + (isNamed ? 2 : 1);
  const fields = fieldsOf(token, words);
  if (fields && (isNamed || HAPPENED.test(token.text))) return { fields, undone: false, to };
  const bare = /^un(.{4,})$/.exec(token.text)?.[1];
  const undone = bare === undefined ? undefined : words.get(rootOf(stemOf(bare)));
  return undone && { fields: undone, undone: true, to };
}
