import { stemOf } from "../language/tokens.ts";
import { parseNumbers } from "../numbers.ts";
import { type Asked, readAsked } from "./asked.ts";
import { has } from "./lead-features.ts";
import { type Amount, holdsNumber, limitHolds } from "./row-range.ts";
import { saidRoots, toRoot } from "./said-roots.ts";
import { asSentence, cite, type Statement } from "./statements.ts";

/** Yes or no to a question that holds a number against a limit, with the statement that sets it. */
export type Verdict = { readonly yes: boolean; readonly by: Statement };

const YES_NO =
  /^(?:and |so |then )?(?:is|are|was|were|does|do|did|can|could|may|must|should|will|would|has|have) /i;

/** What a limit is set for, as its sentence says. */
const ALLOWS = /\b(?:may|can|could|allowed|permitted|accepted|free|kept)\b/i;
const FORBIDS = /\b(?:not|no|never|cannot|forbidden|prohibited|blocked|refused|rejected)\b/i;
const REQUIRES = /\b(?:must|needs?|needed|has to|have to|required?|requires|only with|consent)\b/i;
const NAMES =
  /\b(?:counts? as|(?:is|are|be) (?:called|named|considered|regarded as|known as|an?\b)|means|status|words) ?(.+)$/i;

/**
 * What the documents' limits say to a yes/no question with a number: rows of ranges and sentences such as "a result more
 * than 10% below target counts as underperformance". Undefined where no statement about the same sets one.
 */
export function verdictFrom(
  question: string,
  statements: readonly Statement[],
): Verdict | undefined {
  const asked = readAsked(question);
  if (!YES_NO.test(question) || asked.numbers.length === 0) return undefined;
  return byName(asked, statements) ?? first(statements, (statement) => byRule(asked, statement));
}

function first(
  statements: readonly Statement[],
  judge: (statement: Statement) => boolean | undefined,
): Verdict | undefined {
  for (const by of statements) {
    const yes = judge(by);
    if (yes !== undefined) return { yes, by };
  }
  return undefined;
}

/** Whether the number lies in a statement's range or limit; undefined when it sets none, or several, for what is counted. */
function holds({ text, cells }: Statement, { numbers }: Asked): boolean | undefined {
  const [number] = numbers;
  if (!number) return undefined;
  const [cell] = cells ?? [];
  if (!cell) return isSingle(text, number) ? limitHolds(text, number) : undefined;
  const isRange = parseNumbers(cell.value).some(({ unit }) => unit === number.unit);
  const isCounted =
    number.unit !== undefined ||
    number.noun === undefined ||
    saidRoots(`${cell.header} ${cell.value}`).has(toRoot(stemOf(number.noun)));
  return isRange && isCounted ? holdsNumber(cell.value, number) : undefined;
}

/** A sentence with two limits is about two things, and which of them is asked about it does not say. */
function isSingle(text: string, { unit }: Amount): boolean {
  return parseNumbers(text).filter((number) => number.unit === unit).length === 1;
}

/** "Is 5% below target underperformance?": the name that is given to the range that the number lies in, and to which ranges the asked one is given. */
function byName(asked: Asked, statements: readonly Statement[]): Verdict | undefined {
  const named = statements.flatMap((by) => {
    const isIn = holds(by, asked);
    const name = nameIn(by);
    return isIn === undefined || name === undefined ? [] : [{ by, isIn, name }];
  });
  const isAsked = ({ name }: { readonly name: ReadonlySet<string> }) =>
    [...name].some((root) => /\p{L}/u.test(root)) &&
    [...name].every((root) => has(asked.said, root));
  const asking = named.find(isAsked);
  const held = named.find(({ isIn, by }) => isIn && by.passage === asking?.by.passage);
  return held && { yes: isAsked(held), by: held.by };
}

/** What a statement calls what lies in its range. */
function nameIn({ text, cells }: Statement): ReadonlySet<string> | undefined {
  const [, second] = cells ?? [];
  if (second) return saidRoots(second.value);
  const name = NAMES.exec(text)?.[1]?.split(/[,;:]| and /)[0];
  return name === undefined ? undefined : saidRoots(name);
}

/** "May I keep a gift of 50 euros?": a limit of what is asked about, and what it allows, forbids or requires. */
function byRule(asked: Asked, statement: Statement): boolean | undefined {
  if (statement.cells !== undefined || !speaksOf(statement, asked)) return undefined;
  const isIn = holds(statement, asked);
  if (isIn === undefined) return undefined;
  const { text } = statement;
  if (/\b(?:need|must|have to|has to|require\w*|necessary)\b/i.test(asked.text))
    return REQUIRES.test(text) ? isIn : undefined;
  if (
    !/^(?:and |so )?(?:can|could|may)\b|\b(?:allowed|permitted|possible|ok|okay|fine)\b/i.test(
      asked.text,
    )
  )
    return undefined;
  if (FORBIDS.test(text)) return isIn ? false : undefined;
  if (ALLOWS.test(text)) return isIn;
  return undefined;
}

/** Half of what is asked about, figures aside, must be spoken of. */
function speaksOf({ text, passage }: Statement, { roots }: Asked): boolean {
  const said = saidRoots(`${text} ${passage.heading}`);
  const words = [...roots].filter((root) => !/\d/.test(root));
  const shared = words.filter((root) => has(said, root)).length;
  return shared > 0 && shared >= words.length / 2;
}

/** "**Yes.** …" or "**No.** …" with the rule and its source. */
export function toldVerdict({ yes, by }: Verdict): string {
  return `**${yes ? "Yes" : "No"}.** ${asSentence(by)} ${cite(by.passage)}`;
}
