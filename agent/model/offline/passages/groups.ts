import type { FoundPassage } from "../plan/step.ts";
import { readAsked } from "./asked.ts";
import { likeRoots } from "./like-words.ts";
import { saidRoots } from "./said-roots.ts";
import { asSentence, cite, type Statement, statementsIn } from "./statements.ts";

/** Statements that stand together as a list, a table or the text under one heading. */
export type Group = {
  readonly kind: "list" | "table" | "section";
  readonly passage: FoundPassage;
  /** What opens it: the sentence before the list, else the heading. */
  readonly name: string;
  /** One a member: an item's sentences together. */
  readonly members: readonly (readonly Statement[])[];
  readonly ordered: boolean;
};

/** Share of the question's words that the name of a group must carry, all of its text counted at half. */
const ENOUGH = 0.6;
const MOST_MEMBERS = 12;
/** A longer section is told by its best statements, not whole. */
const MOST_SENTENCES = 6;

/** The group that a question after several things wants whole, the best named first; undefined when none is named so. */
export function groupFor(question: string, passages: readonly FoundPassage[]): Group | undefined {
  const { roots } = readAsked(question);
  if (roots.size === 0) return undefined;
  const scored = groupsIn(passages)
    .map((group, order) => ({ group, order, score: nameScore(group, roots) }))
    .filter(({ score }) => score >= ENOUGH)
    .toSorted(
      (a, b) => b.score - a.score || RANK[b.group.kind] - RANK[a.group.kind] || a.order - b.order,
    );
  return scored[0]?.group;
}

/** Of like names a list is rather meant than the text around it. */
const RANK: Readonly<Record<Group["kind"], number>> = { list: 2, table: 1, section: 0 };

function nameScore({ name, passage, members, kind }: Group, roots: ReadonlySet<string>): number {
  const named = saidRoots(
    `${name} ${passage.heading} ${passage.source.replace(/\.\w+$/, "").replace(/[_-]/g, " ")}`,
  );
  const told = saidRoots(
    members
      .flat()
      .map(({ text }) => text)
      .join(" "),
  );
  const has = (set: ReadonlySet<string>, root: string) =>
    set.has(root) || likeRoots(root).some((like) => set.has(like));
  const inText = kind === "section" ? 0.3 : 0.5;
  const shared = [...roots].reduce(
    (sum, root) => sum + (has(named, root) ? 1 : has(told, root) ? inText : 0),
    0,
  );
  // One word of the name at least: a list is not about what merely stands in it.
  return [...roots].some((root) => has(named, root)) ? shared / roots.size : 0;
}

/** Lists and tables of two members or more, and the text under each heading, in order. */
function groupsIn(passages: readonly FoundPassage[]): Group[] {
  return passages.flatMap((passage) => {
    const statements = statementsIn([passage]);
    const found = together(statements, "group").map((of) => toGroup(of, passage));
    const plain = statements.filter(({ member }) => member === undefined);
    const section: Group[] =
      plain.length >= 2 && plain.length <= MOST_SENTENCES && found.length === 0
        ? [
            {
              kind: "section",
              passage,
              name: passage.heading,
              members: plain.map((one) => [one]),
              ordered: false,
            },
          ]
        : [];
    return [...found.filter(({ members }) => members.length > 1), ...section];
  });
}

/** Statements of lists and tables, by the list or by the item. */
function together(statements: readonly Statement[], by: "group" | "place"): Statement[][] {
  const found = new Map<number, Statement[]>();
  for (const statement of statements) {
    const key = statement.member?.[by];
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), statement]);
  }
  return [...found.values()];
}

function toGroup(statements: readonly Statement[], passage: FoundPassage): Group {
  const members = together(statements, "place");
  const [first] = statements;
  const isTable = first?.cells !== undefined;
  const intro = isTable ? undefined : members[0]?.[0]?.previous;
  return {
    kind: isTable ? "table" : "list",
    passage,
    name: intro ?? lastOf(passage),
    members,
    ordered: first?.member?.ordered ?? false,
  };
}

function lastOf({ heading }: FoundPassage): string {
  return heading.split(" > ").at(-1) ?? heading;
}

/** The whole group as Markdown blocks, each member with its source. */
export function toldGroup({ name, members, ordered, passage, kind }: Group): string[] {
  const shown = members.slice(0, MOST_MEMBERS);
  const lines = shown.map(
    (said, i) =>
      `${ordered ? `${i + 1}.` : "-"} ${said.map(asSentence).join(" ")} ${cite(passage)}`,
  );
  const left = members.length - shown.length;
  const rest =
    left > 0 ? [`_${left} more ${kind === "table" ? "rows" : "items"} in the document._`] : [];
  return [`**${name.replace(/[:.]$/, "")}:**`, lines.join("\n"), ...rest];
}

/** The list that a statement opens or belongs to; undefined when it is none of one. */
export function groupAround(
  statement: Statement,
  passages: readonly FoundPassage[],
): Group | undefined {
  const groups = groupsIn(passages.filter((passage) => passage === statement.passage));
  return groups.find(
    ({ kind, name }) => kind === "list" && name === statement.text && /:$/.test(name),
  );
}
