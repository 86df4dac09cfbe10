import type { TimeRange } from "../../../semantic/time-range.ts";
import { contentRoots } from "../language/roots.ts";
import type { FoundPassage } from "../plan/step.ts";
import { type Statement, statementsIn } from "./statements.ts";
import { tellsOf } from "./told-times.ts";

const CAUSAL =
  /\b(?:because|reasons?|due to|caus\w*|led to|lead to|result(?:ed|s|ing)?|drove|driv\w+|effect|impact|increas\w+|rais\w+|promotion\w*|campaign\w*|discount\w*|launch\w*|lost|los\w+|churn\w*|left|leav\w+|cancel\w*|switch\w*|compet\w+|undercut\w*|shift\w*|delay\w*|outage\w*|shortage\w*|cost|late|fewer|slow\w*|postpon\w*|weak\w*|strong\w*|demand|won|gain\w*|open\w*|hir\w+|expan\w+|new|clos\w+|(?:re)?buil[dt]\w*|fail\w*|wor[en]|wears?|br(?:oke|eak)\w*|blocked|stopp\w+|strikes?|storm\w*|flood\w*|snow|weather|outbreak|recall\w*|replac\w+|mov(?:ed|ing)|renovat\w+|construction|works|migrat\w+|introduc\w+|instead|(?:long|few|low|high|fast)er|more often|usual\w*|suffer\w*|doubl\w+|tripl\w+|surg\w+|spik\w+|reset\w*|incidents?|bugs?|errors?|since (?:nobody|no one|the|we|they|it|all))\b/i;

/** Below this share of the best statement's score, another is beside the point. */
const NEAR_BEST = 0.7;

/** Statements that tell why something happened to the members in the period; the best of each section, best first. */
export function causesIn(
  passages: readonly FoundPassage[],
  { members, metric }: { members: readonly string[]; metric: string },
  range: TimeRange,
): Statement[] {
  const subject = { members, metric: contentRoots(metric), times: timeWords(range), range };
  const scored = statementsIn(passages)
    .map((statement) => ({ statement, score: causeScore(statement, subject) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  const top = scored[0]?.score ?? 0;
  const best = new Map<string, Statement>();
  for (const { statement } of scored.filter(({ score }) => score >= NEAR_BEST * top)) {
    const section = `${statement.passage.source} › ${statement.passage.heading}`;
    if (!best.has(section)) best.set(section, withContext(statement, subject));
  }
  return [...best.values()];
}

type Subject = {
  readonly members: readonly string[];
  readonly metric: ReadonlySet<string>;
  readonly times: readonly RegExp[];
  readonly range: TimeRange;
};

/** What says in so many words that one thing made the other. */
const EXPLICIT = /\b(?:because|due to|caus\w+|reasons?|led to|drove|as a result|that is why)\b/i;

/**
 * 0 unless a cause is told, the passage is about the period, and the statement or its heading names a member or the metric.
 * Under a heading that names a member the year of the period, or a "since" before its end, will do.
 */
function causeScore({ text, passage }: Statement, subject: Subject): number {
  const { members, metric, range } = subject;
  const around = `${passage.heading} ${passage.content}`;
  const named = members.filter((member) => hasWord(text, member)).length;
  const namedAbove = members.some((member) => hasWord(passage.heading, member));
  const said = contentRoots(`${text} ${passage.heading}`);
  const missing = [...metric].filter((root) => !said.has(root)).length;
  // "Response times" for the first response time.
  const aboutMetric = metric.size > 0 && missing <= Math.floor(metric.size / 3);
  const timed = isTimed(text, subject);
  const timedAround =
    timed ||
    isTimed(around, subject) ||
    (namedAbove && hasYear(around, range)) ||
    isSinceBefore(around, range);
  const isAbout = named > 0 || namedAbove || aboutMetric;
  if (!CAUSAL.test(text) || !timedAround || !isAbout) return 0;
  return (
    2 * named +
    (namedAbove ? 1 : 0) +
    (aboutMetric ? 0.5 : 0) +
    (timed ? 2 : 0) +
    (EXPLICIT.test(text) ? 1.5 : 0) +
    passage.relevance_score
  );
}

function isTimed(text: string, { times, range }: Subject): boolean {
  return times.some((time) => time.test(text)) || tellsOf(text, range);
}

/** "The stations were closed for the whole time": told with the sentence before, where that says when, or what came first. */
function withContext(statement: Statement, subject: Subject): Statement {
  const { text, previous } = statement;
  if (previous === undefined) return statement;
  const saysWhen = !isTimed(text, subject) && isTimed(previous, subject);
  const isCause = !EXPLICIT.test(text) && causeScore({ ...statement, text: previous }, subject) > 0;
  return saysWhen || isCause ? { ...statement, text: `${previous} ${text}` } : statement;
}

function hasYear(text: string, { start, end }: TimeRange): boolean {
  return [start, end].some((date) => hasWord(text, date.slice(0, 4)));
}

/** "Since September 2024" holds on in all that comes after. */
function isSinceBefore(text: string, { start, end }: TimeRange): boolean {
  const since = /\bsince (?:(\d{1,2}) )?([A-Z][a-z]+)(?: \d{1,2},)? (\d{4})/.exec(text);
  const month = MONTHS.indexOf(since?.[2] ?? "") + 1;
  if (!since || month === 0) return false;
  const begun = `${since[3]}-${String(month).padStart(2, "0")}`;
  // What began long before cannot be why something moved now.
  return (
    begun <= end.slice(0, 7) && begun >= `${Number(start.slice(0, 4)) - 1}${start.slice(4, 7)}`
  );
}

/** The word, in the singular or the plural. */
function hasWord(text: string, word: string): boolean {
  const one = word.length > 3 ? word.replace(/(?<!s)s$/i, "") : word;
  return new RegExp(`\\b${escapePattern(one)}(?:e?s)?\\b`, "i").test(text);
}

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const ORDINALS = ["first", "second", "third", "fourth"];

/** Ways in which a document names a period or a date in it. */
function timeWords({ start, end, label }: TimeRange): RegExp[] {
  const words = [escapePattern(label)];
  const quarter = /^Q([1-4]) (.+)$/.exec(label);
  if (quarter) words.push(`Q${quarter[1]}\\b`, `${ORDINALS[Number(quarter[1]) - 1]} quarter`);
  for (
    let month = start.slice(0, 7);
    month < end.slice(0, 7) || month === start.slice(0, 7);
    month = nextMonth(month)
  ) {
    words.push(
      `${MONTHS[Number(month.slice(5)) - 1]}(?: \\d{1,2},?)?(?: ${month.slice(0, 4)})?`,
      month,
    );
  }
  return words.map((word) => new RegExp(`\\b${word}`, "i"));
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
