import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { answerable } from "./answerable.ts";
import type { RoleView } from "./governance.ts";
import { plain } from "./hidden.ts";
import { singledOut } from "./singled-out.ts";

/** A refusal as people read it, and what they may ask instead. */
export type KindRefusal = { readonly text: string; readonly followups: readonly string[] };

/** Why a question is not answered as it was asked, in words, and the one that can be answered in its place. */
export type Denial = {
  readonly why: string;
  readonly instead?: string;
  /** What the answer to that is, as "this is …" goes on. */
  readonly as?: string;
};

const MAX_OFFERS = 3;

/**
 * Why the question cannot be answered for the role; undefined when it may be tried. Who may know how many there are and not
 * who they are is told the number. What the question is said to be about decides nothing here but the words: what may be
 * read is decided at the gate. `whole` is the analyst of the workspace without limits.
 */
export async function whyNot(
  question: string,
  view: RoleView,
  whole?: BaseChatModel,
): Promise<Denial | undefined> {
  const { title } = view.role;
  const singled = singledOut(question, view.persons);
  if (singled) {
    const [instead] = await answerable(singled.counts, view.analyst);
    if (instead !== undefined || !singled.isGuess) {
      const why = `Single ${singled.person} are not shown to the role ${title}`;
      return { why, ...(instead !== undefined && { instead, as: "how many there are" }) };
    }
  }
  const rows = RAW.exec(question)?.[1];
  if (rows !== undefined && view.role.detail === "aggregates")
    return { why: `Single ${rows.toLowerCase()} are not shown to the role ${title}` };
  const why = await whyHidden(question, view);
  return why === undefined ? whyUndivided(question, view, whole) : { why };
}

/** "Churn rate by tier", for who may know the rate and not the tiers. */
async function whyUndivided(
  question: string,
  view: RoleView,
  whole: BaseChatModel | undefined,
): Promise<Denial | undefined> {
  const [by = "", groups = ""] = DIVIDED.exec(question) ?? [];
  if (!whole || by === "") return undefined;
  const instead = question.replace(by, "");
  const can = async (one: string, analyst: BaseChatModel) =>
    (await answerable([one], analyst)).length > 0;
  if (await can(question, view.analyst)) return undefined;
  const isHidden = (await can(question, whole)) && (await can(instead, view.analyst));
  const why = `By ${groups.toLowerCase()} that is not shown to the role ${view.role.title}`;
  return isHidden ? { why, instead, as: "the whole" } : undefined;
}

const DIVIDED =
  /\s+(?:by|per|for each|in each|for every) ((?:\p{L}|-)+(?: (?!in\b|last\b|this\b|over\b|since\b|for\b|on\b|during\b)(?:\p{L}|-)+)?)/iu;

async function whyHidden(question: string, view: RoleView): Promise<string | undefined> {
  const { title } = view.role;
  const cleaned = MARK.exec(question)?.[1];
  const asked = question.replace(MARK, "");
  const named = view.hidden
    .flatMap((thing) =>
      thing.names.flatMap((name) => (isNamed(name, asked) ? [{ name, thing }] : [])),
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
  const [asked, known] = [question, name].map(
    (text) => ` ${plain(text).replaceAll("e mail", "email")}`,
  );
  return [" ", "s "].some((end) => `${asked} `.includes(`${known}${end}`));
}

/** The refusal in full: why, and what the role can have answered, nearest first. */
export async function refuseKindly(
  question: string,
  denials: readonly string[],
  view: RoleView,
): Promise<KindRefusal> {
  const counts = singledOut(question, view.persons)?.counts ?? [];
  const counted = await answerable(counts, view.analyst);
  const followups = [...new Set([...counted, ...view.offers])].slice(0, MAX_OFFERS);
  const why = [...new Set(denials)].map((one) => `${one}.`).join(" ");
  const [first] = followups;
  const instead = first === undefined ? "" : ` You can ask, for example: “${first}”`;
  return { text: `I can't answer that here. ${why}${instead}`, followups };
}

/** Rows as they are, by what they are rows of. */
const RAW = /\b(?:raw|single|individual|row[- ]level)\s+(\p{L}+s)\b/iu;

function sentence(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
