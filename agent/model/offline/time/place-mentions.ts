import { type Chosen, chooseRanges } from "./choose-year.ts";
import type { Draft, PeriodDraft } from "./draft.ts";
import type { YearRef } from "./period.ts";
import type { Scan } from "./scan.ts";
import type { TimeMention } from "./time-mention.ts";

/** Gives every period its year and its role; offsets stay those of canonical text. */
export function placeMentions(drafts: readonly Draft[], scan: Scan): readonly TimeMention[] {
  const periods = drafts.filter((draft) => draft.kind === "period");
  const roles = new Map(withRoles(periods, scan).map(({ start, role }) => [start, role]));
  const context = contextYear(periods, scan);
  const chosen = new Map<number, Chosen | undefined>();
  for (const members of chainsOf(periods, scan)) {
    const ranges = chooseRanges({ members, clock: scan.clock, year: context?.year });
    members.forEach(({ start }, index) => {
      chosen.set(start, ranges[index]);
    });
  }
  return drafts.flatMap((draft): readonly TimeMention[] => {
    if (draft.kind !== "period") return [draft];
    const { start, end } = draft;
    const found = chosen.get(start);
    if (!found) return [];
    const role = start === context?.draft.start ? "context" : roles.get(start);
    const { range, implicit: implicitYear } = found;
    return [{ kind: "range", start, end, range, implicitYear, ...(role && { role }) }];
  });
}

const LIST =
  /^(?:'s)? ?(?:[,/&+]|,? ?(?:and|or|plus|then|with|to)(?= ))(?: (?:and|or|for|in|of|the|then|also|with|to|vs))* ?$/;
/** First words of a period that tie it to the one before: "in 2024 over 2023", "… to Q4". */
const JOINING = /^(?:over|to|and|until|through|-) /;
const COMPARED = /\b(?:compar\w+|versus|vs|against|than|relative)\b/;
const SENTENCE_END = /[?!;]|\.(?: |$)/;

function withRoles(periods: readonly PeriodDraft[], scan: Scan): readonly PeriodDraft[] {
  return periods.map((period, index) => {
    const previous = periods[index - 1];
    if (!previous || period.role || !isLinked(scan, previous, period)) return period;
    const isTarget =
      previous.role === "comparison" && between(scan, previous, period).trim() === "";
    return isTarget ? period : { ...period, role: "comparison" };
  });
}

function between({ text }: Scan, a: PeriodDraft, b: PeriodDraft): string {
  return text.slice(a.end, b.start);
}

function isLinked(scan: Scan, a: PeriodDraft, b: PeriodDraft): boolean {
  const words = between(scan, a, b);
  if (SENTENCE_END.test(words)) return false;
  const joinsItself = words.trim() === "" && JOINING.test(scan.text.slice(b.start, b.end));
  return b.role === "comparison" || joinsItself || LIST.test(words) || COMPARED.test(words);
}

function chainsOf(
  periods: readonly PeriodDraft[],
  scan: Scan,
): readonly (readonly PeriodDraft[])[] {
  const chains: PeriodDraft[][] = [];
  for (const period of periods) {
    const chain = chains.at(-1);
    const last = chain?.at(-1);
    if (chain && last && isLinked(scan, last, period)) chain.push(period);
    else chains.push([period]);
  }
  return chains;
}

/** A year may belong to something else than the period: customers acquired in 2023. */
const OTHER_MATTER = /\b(?:who|whose|which|that|than|compar\w+|vs|versus|against)\b/;
const OTHER_EVENT =
  /\b(?:acquired|joined|signed(?: up)?|registered|created|hired|born|founded|opened|started|launched) $/;

/** The one whole year that the text gives apart from the periods that lack one: "in 2023, what was Q4 revenue". */
function contextYear(
  periods: readonly PeriodDraft[],
  scan: Scan,
): { draft: PeriodDraft; year: YearRef } | undefined {
  const years = periods.filter(({ period }) => period.kind === "fixed" && period.wholeYear);
  const open = periods.filter(({ period }) => period.kind === "open");
  const draft = years[0];
  const first = open[0];
  if (years.length !== 1 || !draft || !first || draft.role === "comparison") return undefined;
  const [a, b] = draft.start < first.start ? [draft, first] : [first, draft];
  const words = between(scan, a, b);
  const isApart =
    [SENTENCE_END, OTHER_MATTER, LIST].some((pattern) => pattern.test(words)) ||
    OTHER_EVENT.test(scan.text.slice(0, draft.start));
  const year = draft.period.kind === "fixed" ? draft.period.wholeYear : undefined;
  return isApart || !year ? undefined : { draft, year };
}
