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
  const person = TOGETHER.test(listed) ? undefined : listed.split(/\s/, 1)[0]?.toLowerCase();
  if (person !== undefined && view.persons.includes(person))
    return `Single ${person} are not shown to the role ${title}`;
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
  const counted = await answerable(countsFor(question), view.analyst);
  const followups = [...new Set([...counted, ...view.offers])].slice(0, MAX_OFFERS);
  const why = [...new Set(denials)].map((one) => `${one}.`).join(" ");
  const [first] = followups;
  const instead = first === undefined ? "" : ` You can ask, for example: “${first}”`;
  return { text: `I can't answer that here. ${why}${instead}`, followups };
}

/** "Which customers churned last month?" asks for rows; "How many customers churned last month?" for a count. */
function countsFor(question: string): readonly string[] {
  const asked = question.trim();
  const rest = LISTING.exec(asked)?.[1];
  return rest === undefined ? [] : [`How many ${rest}`];
}

/** "Show customers by tier" asks for groups of them. */
const TOGETHER = /\b(?:by|per|over time|each|every|trend|grow|growth)\b/i;

const LISTING =
  /^(?:please )?(?:which|what|(?:can you )?(?:list|show|give|name)(?: me| us)?(?: all)?(?: of)?(?: the)?) ((?:\p{L}|-)+s\b.*)$/isu;

function sentence(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
