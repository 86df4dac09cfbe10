import type { Names } from "./model.ts";
import type { OssieContext } from "./ossie.ts";

type Named = { name: string; description?: string; ai_context?: OssieContext };

/** What a thing is called. A missing label is made from the name, in the spelling of a synonym that says the same ("MRR"). */
export function toNames(thing: Named, label: string | undefined): Names {
  const context = thing.ai_context;
  const listed = typeof context === "object" ? (context.synonyms ?? []) : [];
  const made = inFull(toWords(thing.name).replace(KIND_OF_TABLE, ""));
  const shown = label?.trim() || listed.find((synonym) => sameName(synonym, made)) || made;
  const synonyms = listed.filter(
    (synonym, index) =>
      !sameName(synonym, shown) && listed.findIndex((other) => sameName(other, synonym)) === index,
  );
  return { name: thing.name, label: shown, description: thing.description?.trim() ?? "", synonyms };
}

/** Short forms of column names, as people write them. */
const IN_FULL: Readonly<Record<string, string>> = {
  amt: "amount",
  avg: "average",
  cd: "code",
  cnt: "count",
  dt: "date",
  nm: "name",
  pct: "percent",
  qty: "quantity",
  ts: "time",
};

function inFull(words: string): string {
  return words.replaceAll(/\b[a-z]+\b/g, (word) => IN_FULL[word] ?? word);
}

/** What warehouses write before the name of a table: `dim_site`, `fct_reading`. */
const KIND_OF_TABLE = /^(?:dim|fct|fact|stg|mart|tbl|vw) (?=.)/;

/** `average_deal` and `averageDeal` become "average deal". */
export function toWords(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[_\s]+/g, " ")
    .trim()
    .toLowerCase();
}

/** True when a person would not tell the two apart: case, underscores and spaces do not count. */
export function sameName(a: string, b: string): boolean {
  return foldName(a) === foldName(b);
}

export function foldName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[\s_]+/g, " ")
    .trim();
}
