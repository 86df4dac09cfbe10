import { notFigures, type Span, without } from "./not-figures.ts";
import { type NumberText, numbersIn } from "./number-text.ts";

/** A table cell that a number stands in. `header` is its column's, `label` the first cell of its row. */
export type TablePlace = {
  readonly header: string;
  readonly label: string;
  /** The row, and the row above it, as text. */
  readonly row: Span;
  readonly above: Span;
};

/** A number of the answer and where it stands. In a table the clause and the sentence are the row. */
export type WrittenFigure = NumberText & {
  readonly clause: Span;
  readonly sentence: Span;
  /** The sentences of the paragraph up to this one. */
  readonly paragraph: Span;
  readonly table?: TablePlace;
  /** Text of the sentence before and after the number. */
  readonly before: string;
  readonly after: string;
  /** Part of a term such as "90-day". */
  readonly isTerm: boolean;
};

/** Every number of a Markdown answer that claims an amount, in order. `names` are spans of names with digits. */
export function figuresIn(answer: string, names: readonly Span[]): readonly WrittenFigure[] {
  const readable = without(without(answer, notFigures(answer)), names);
  const numbers = numbersIn(readable);
  let at = 0;
  return linesOf(answer).flatMap((line) => {
    const inside: NumberText[] = [];
    for (let number = numbers[at]; number && number.start < line.end; number = numbers[at]) {
      inside.push({ ...number, text: answer.slice(number.start, number.end) });
      at++;
    }
    if (inside.length === 0) return [];
    return line.table
      ? inside.map((number) => inTable(number, line, answer))
      : inside.map((number) => inProse(number, line, answer));
  });
}

type Line = Span & {
  /** Where the paragraph began. */
  readonly from: number;
  readonly table?: { readonly headers: readonly string[]; readonly above: Span };
};

/** Lines with what they belong to: a paragraph, or a table whose first line gives the headers. */
function linesOf(answer: string): readonly Line[] {
  const lines: Line[] = [];
  for (const match of answer.matchAll(/[^\n]*(?:\n|$)/g)) {
    const start = match.index;
    const end = start + match[0].length;
    if (start === end) continue;
    const previous = lines.at(-1);
    const isTable = /^\s*\|/.test(match[0]);
    const continues = previous && answer.slice(previous.start, previous.end).trim() !== "";
    const from = continues && !isTable && !isItem(match[0]) ? previous.from : start;
    if (!isTable) lines.push({ start, end, from });
    else {
      const headers = previous?.table?.headers ?? cellsOf(match[0]);
      lines.push({
        start,
        end,
        from: start,
        table: { headers, above: previous ?? { start, end: start } },
      });
    }
  }
  return lines;
}

function isItem(line: string): boolean {
  return /^\s*(?:[-*+]|\d+[.)]|#|>)\s/.test(line);
}

function cellsOf(row: string): readonly string[] {
  return row
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

function inTable(number: NumberText, line: Line, answer: string): WrittenFigure {
  const row = { start: line.start, end: line.end };
  const before = answer.slice(line.start, number.start);
  const column = before.split(/(?<!\\)\|/).length - 2;
  const header = line.table?.headers[column] ?? "";
  const [label = ""] = cellsOf(answer.slice(line.start, line.end));
  const table = { header, label, row, above: line.table?.above ?? row };
  const [cellBefore = "", cellAfter = ""] = [
    before.slice(before.lastIndexOf("|") + 1),
    answer.slice(number.end, line.end).split("|")[0],
  ];
  return {
    ...withHeaderUnit(number, header),
    clause: row,
    sentence: row,
    paragraph: row,
    table,
    before: cellBefore,
    after: cellAfter,
    isTerm: isTerm(number, answer),
  };
}

/** "Churn (%)" above 4.2 makes it 4.2%. */
function withHeaderUnit(number: NumberText, header: string): NumberText {
  if (number.unit !== undefined) return number;
  const unit = /%|percent|\bpct\b/i.test(header)
    ? "percent"
    : /\bpts?\b|\bpoints\b/i.test(header)
      ? "points"
      : undefined;
  if (!unit) return number;
  return { ...number, unit, value: number.value / 100, step: number.step / 100 };
}

const SENTENCE_BREAK = /(?<=[.!?…]["”)*_]*)\s+(?=["“(*_]*[\p{Lu}\d$€£🔴✅⚠])|\n/gu;
const CLAUSE_BREAK = /;|:\s|,\s(?!\d)|\s[—–-]\s|\(|\)|\s(?:while|whereas|but)\s/g;

function inProse(number: NumberText, line: Line, answer: string): WrittenFigure {
  const sentence = around(number, line, breaks(answer, line, SENTENCE_BREAK));
  const clause = around(number, sentence, breaks(answer, sentence, CLAUSE_BREAK));
  return {
    ...number,
    clause,
    sentence,
    paragraph: { start: line.from, end: sentence.end },
    before: answer.slice(sentence.start, number.start),
    after: answer.slice(number.end, sentence.end),
    isTerm: isTerm(number, answer),
  };
}

function breaks(answer: string, { start, end }: Span, pattern: RegExp): readonly Span[] {
  return [...answer.slice(start, end).matchAll(pattern)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

/** The piece between two breaks that holds the number. */
function around(number: Span, whole: Span, gaps: readonly Span[]): Span {
  let { start, end } = whole;
  for (const gap of gaps) {
    if (gap.end <= number.start) start = Math.max(start, gap.end);
    else if (gap.start >= number.end) end = Math.min(end, gap.start);
  }
  return { start, end };
}

function isTerm(number: Span, answer: string): boolean {
  return /^-[a-z]/i.test(answer.slice(number.end, number.end + 2));
}
