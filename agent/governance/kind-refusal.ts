import { answerable } from "./answerable.ts";
import type { RoleView } from "./governance.ts";
import { plain } from "./hidden.ts";

/** A refusal as people read it, and what they may ask instead. */
export type KindRefusal = { readonly text: string; readonly followups: readonly string[] };

const MAX_OFFERS = 3;

/**
 * Why the question cannot be answered for the role, in words; undefined when it may be tried. What the question is said to be
 * about decides nothing here but the words: what may be read is decided at the gate.
 */
export async function whyNot(question: string, view: RoleView): Promise<string | undefined> {
  const { title } = view.role;
  const cleaned = MARK.exec(question)?.[1];
  const listed = LISTING.exec(question.trim())?.[1] ?? "";
  const listedFirst = TOGETHER.test(listed) ? undefined : firstOf(listed);
  const person = [listedFirst, singledOut(question)].find((one) => isPerson(one, view));
  if (person !== undefined) return `Single ${person} are not shown to the role ${title}`;
  const rows = RAW.exec(question)?.[1];
  if (rows !== undefined && view.role.detail === "aggregates")
    return `Single ${rows.toLowerCase()} are not shown to the role ${title}`;
  const named = view.hidden
    .flatMap((thing) =>
      thing.names.flatMap((name) => (isNamed(name, question) ? [{ name, thing }] : [])),
    )
    .toSorted((a, b) => b.name.length - a.name.length)[0]?.thing;
  if (cleaned === undefined && named === undefined) return undefined;
  if ((await answerable([question], view.analyst)).length > 0) return undefined;
  return named
    ? `${sentence(named.label)} is not shown to the role ${title}`
    : `Personal data such as ${WORDS[cleaned ?? ""] ?? "names"} is not shown to the role ${title}, and was taken out of the question`;
}

const MARK = /\[(e-mail|name|phone number|card number|account number|national id)\]/;
const WORDS: Readonly<Record<string, string>> = {
  "e-mail": "e-mail addresses",
  name: "names of persons",
  "phone number": "phone numbers",
  "card number": "card numbers",
  "account number": "account numbers",
  "national id": "national ids",
};

function isNamed(name: string, question: string): boolean {
  const asked = ` ${plain(question)} `;
  return asked.includes(` ${name} `) || asked.includes(` ${name}s `);
}

/** The refusal in full: why, and what the role can have answered, nearest first. */
export async function refuseKindly(
  question: string,
  denials: readonly string[],
  view: RoleView,
): Promise<KindRefusal> {
  const counted = await answerable(countsFor(question, view), view.analyst);
  const followups = [...new Set([...counted, ...view.offers])].slice(0, MAX_OFFERS);
  const why = [...new Set(denials)].map((one) => `${one}.`).join(" ");
  const [first] = followups;
  const instead = first === undefined ? "" : ` You can ask, for example: “${first}”`;
  return { text: `I can't answer that here. ${why}${instead}`, followups };
}

/** "Which customers churned last month?" asks for rows; "How many customers churned last month?" for a count. */
function countsFor(question: string, view: RoleView): readonly string[] {
  const rest = LISTING.exec(question.trim())?.[1];
  const isCountable = rest !== undefined && isPerson(firstOf(rest), view) && !RANKED.test(rest);
  return isCountable ? [`How many ${rest.replace(WHO, "$1 ")}`] : [];
}

function firstOf(words: string): string | undefined {
  return words.split(/\s/, 1)[0]?.toLowerCase();
}

function isPerson(word: string | undefined, { persons }: RoleView): boolean {
  return word !== undefined && persons.includes(word);
}

/** "Top 3 customers by MRR", "our biggest customer": whom a rank is of, in the plural; undefined where it ranks nobody. */
function singledOut(question: string): string | undefined {
  const ranked = TOP.exec(question)?.[1]?.toLowerCase();
  return ranked && `${ranked.replace(/s$/, "")}s`;
}

/** "customers who churned" → "customers churned", as "How many" asks for them. */
const WHO = /^(\S+) (?:who|that|which) /i;
const RANKED = /\b(?:most|least|top|best|worst|highest|lowest)\b/i;
const TOP =
  /\b(?:top|bottom|biggest|largest|smallest|best|worst)(?: \d+)?(?: paying)?\s+(\p{L}+s\b|\p{L}+(?=\s*(?:[?.!]|$|by\b|is\b)))/iu;
/** Rows as they are, by what they are rows of. */
const RAW = /\b(?:raw|single|individual|row[- ]level)\s+(\p{L}+s)\b/iu;

/** "Show customers by tier" asks for groups of them. */
const TOGETHER = /\b(?:by|per|over time|each|every|trend|grow|growth)\b/i;

const LISTING =
  /^(?:please )?(?:which|what|(?:can you )?(?:list|show|give|name)(?: me| us)?(?: all)?(?: of)?(?: the)?) ((?:\p{L}|-)+s\b.*)$/isu;

function sentence(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
