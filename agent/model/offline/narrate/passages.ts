import type { TimeRange } from "../../../semantic/time-range.ts";
import { stemsOf } from "../language/tokens.ts";
import { FILLER_WORDS } from "../language/words.ts";
import type { FoundPassage } from "../plan/step.ts";

/** A statement of a document: a sentence, or a row of a table read as "header: cell". */
export type Statement = {
  readonly text: string;
  readonly passage: FoundPassage;
};

/** "[document.md › Heading]": how an answer names its source. */
export function cite({ source, heading }: FoundPassage): string {
  return heading === "" ? `[${source}]` : `[${source} › ${heading}]`;
}

/** Statements of the passages in order; Markdown marks removed. */
export function statementsIn(passages: readonly FoundPassage[]): Statement[] {
  return passages.flatMap((passage) =>
    [...proseOf(passage.content), ...tableRowsOf(passage.content)].map((text) => ({
      text,
      passage,
    })),
  );
}

function proseOf(content: string): string[] {
  const prose = content
    .split("\n")
    .filter((line) => !/^\s*(?:\||#)/.test(line))
    .map((line) => line.replace(/^\s*(?:[-*+>]|\d+[.)])\s+/, ""))
    .join("\n");
  return prose
    .replaceAll(/\*{2,}/g, "")
    .split(/\n\s*\n|(?<=[.!?][)"”]?)\s+(?=[\p{Lu}\d"“'(])/u)
    .map(plain)
    .filter((sentence) => /\p{L}{2}.*\s.*\p{L}{2}/u.test(sentence));
}

function tableRowsOf(content: string): string[] {
  const lines = content.split("\n").filter((line) => line.trim().startsWith("|"));
  const cells = lines.map((line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map(plain),
  );
  const [headers = [], ...rows] = cells.filter(
    (row) => !row.every((cell) => /^:?-*:?$/.test(cell)),
  );
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell : `${headers[i] ?? ""}: ${cell}`)).join("; "),
  );
}

function plain(text: string): string {
  return text
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[*`]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)/g, "")
    .replaceAll(/[<>[\]]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** Content words of a text, as stems. */
export function contentStems(text: string): Set<string> {
  return new Set(stemsOf(text).filter((stem) => !FILLER_WORDS.has(stem)));
}

/** Statements that share most of the question's rarer words, best first; those that share none are left out. */
export function bestStatements(question: string, passages: readonly FoundPassage[]): Statement[] {
  const asked = contentStems(question);
  const statements = statementsIn(passages);
  const stems = statements.map(({ text, passage }) => ({
    text: contentStems(text),
    heading: contentStems(`${passage.heading} ${passage.source}`),
  }));
  const rarity = (stem: string) => {
    const count = stems.filter(({ text }) => text.has(stem)).length;
    return Math.log(1 + statements.length / (1 + count));
  };
  return statements
    .map((statement, i) => ({
      statement,
      score:
        scoreOf(asked, stems[i], rarity) * formOf(question, statement.text) +
        2 * statement.passage.relevance_score,
    }))
    .filter(({ score, statement }) => score > 2 * statement.passage.relevance_score)
    .toSorted((a, b) => b.score - a.score)
    .map(({ statement }) => statement);
}

const DATE =
  /\b(?:\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}|\d{4}-\d{2}-\d{2})\b/;

/** How well the form of a statement suits the question: a date for "when", prose rather than a table's row. */
function formOf(question: string, text: string): number {
  const dated = /\bwhen\b/i.test(question) && DATE.test(text) ? 1.3 : 1;
  const isRow = /; [^:;]+: /.test(text);
  return isRow ? dated * 0.75 : dated;
}

type Stems = { readonly text: ReadonlySet<string>; readonly heading: ReadonlySet<string> };

function scoreOf(
  asked: ReadonlySet<string>,
  stems: Stems | undefined,
  rarity: (stem: string) => number,
): number {
  let score = 0;
  for (const stem of asked) {
    if (stems?.text.has(stem)) score += rarity(stem);
    else if (stems?.heading.has(stem)) score += rarity(stem) / 2;
  }
  return score;
}

const CAUSAL =
  /\b(?:because|due to|caus\w*|led to|lead to|result(?:ed|s|ing)?|drove|driv\w+|effect|impact|increas\w+|rais\w+|promotion\w*|campaign\w*|discount\w*|launch\w*|lost|los\w+|churn\w*|left|leav\w+|cancel\w*|switch\w*|compet\w+|undercut\w*|shift\w*|delay\w*|outage\w*|shortage\w*|cost|late|fewer|slow\w*|postpon\w*|weak\w*|strong\w*|demand|won|gain\w*|open\w*|hir\w+|expan\w+|new)\b/i;

/** Statements that tell why something happened to the members in the period; the best of each document, best first. */
export function causesIn(
  passages: readonly FoundPassage[],
  { members, metric }: { members: readonly string[]; metric: string },
  range: TimeRange,
): Statement[] {
  const subject = { members, metric: contentStems(metric), times: timeWords(range) };
  const scored = statementsIn(passages)
    .map((statement) => ({ statement, score: causeScore(statement, subject) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  const best = new Map<string, Statement>();
  for (const { statement } of scored) {
    if (!best.has(statement.passage.source)) best.set(statement.passage.source, statement);
  }
  return [...best.values()];
}

type Subject = {
  readonly members: readonly string[];
  readonly metric: ReadonlySet<string>;
  readonly times: readonly RegExp[];
};

/** 0 unless a cause is told, the passage is about the period, and the statement or its heading names a member or the metric. */
function causeScore({ text, passage }: Statement, { members, metric, times }: Subject): number {
  const around = `${passage.heading} ${passage.content}`;
  const named = members.filter((member) => hasWord(text, member)).length;
  const namedAbove = members.some((member) => hasWord(passage.heading, member));
  const said = contentStems(`${text} ${passage.heading}`);
  const aboutMetric = metric.size > 0 && [...metric].every((stem) => said.has(stem));
  const timed = times.some((time) => time.test(text));
  const timedAround = timed || times.some((time) => time.test(around));
  const isAbout = named > 0 || namedAbove || aboutMetric;
  if (!CAUSAL.test(text) || !timedAround || !isAbout) return 0;
  return (
    2 * named +
    (namedAbove ? 1 : 0) +
    (aboutMetric ? 0.5 : 0) +
    (timed ? 2 : 0) +
    passage.relevance_score
  );
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`\\b${escapePattern(word)}\\b`, "i").test(text);
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
