import type { EvidenceEvent } from "../events.ts";
import type { WrittenFigure } from "./answer-text.ts";
import { indexNames, indexTables, type NameIndex, type TableIndex } from "./evidence-index.ts";
import { findNames, type NameMention, rowsNamed } from "./name-mentions.ts";
import type { Span } from "./not-figures.ts";
import { stemsOf } from "./stems.ts";

/** Rows of each evidence that a piece of text names. */
export type NamedRows = ReadonlyMap<number, ReadonlySet<number>>;

/** An answer laid out beside its evidence. */
export type Bench = {
  readonly answer: string;
  readonly tables: readonly TableIndex[];
  readonly names: NameIndex;
  readonly mentions: readonly NameMention[];
  /** Stems of the question. */
  readonly asked: ReadonlySet<string>;
};

type LaidOut = {
  readonly evidence: readonly EvidenceEvent[];
  readonly question: string;
  readonly fiscalYearStartMonth?: number;
};

export function layOut(
  answer: string,
  { evidence, question, fiscalYearStartMonth = 1 }: LaidOut,
): Bench {
  const tables = indexTables(evidence);
  const names = indexNames(tables, fiscalYearStartMonth);
  const mentions = findNames(answer, names);
  return { answer, tables, names, mentions, asked: stemsOf(question) };
}

/** What is named around a figure: closest first. Each is empty when nothing is named there. */
export type Surroundings = {
  /** In its clause or table row, else last before it in the sentence. */
  readonly near: NamedRows;
  readonly sentence: NamedRows;
  readonly paragraph: NamedRows;
  /** Texts of the names that `near` is of, in lower case. */
  readonly named: readonly string[];
  /** Stems of the column's header; empty outside tables. */
  readonly header: ReadonlySet<string>;
  /** Stems of the clause, or of the row's label and the column's header. */
  readonly words: ReadonlySet<string>;
  readonly sentenceWords: ReadonlySet<string>;
};

export function surroundingsOf(figure: WrittenFigure, bench: Bench): Surroundings {
  const { answer } = bench;
  const { clause, sentence, paragraph, table } = figure;
  const header = table ? findNames(table.header, bench.names) : [];
  const inClause = [...within(bench.mentions, clause), ...header];
  const inSentence = within(bench.mentions, sentence);
  const before = inSentence.filter(({ end }) => end <= figure.start).slice(-1);
  const near = inClause.length > 0 ? inClause : before;
  const rows = rowsNamed(near);
  const words = stemsOf(`${answer.slice(clause.start, clause.end)} ${table?.header ?? ""}`);
  return {
    named: near.map(({ name }) => name),
    header: stemsOf(table?.header ?? ""),
    near: table && A_YEAR_BEFORE.test(table.header) ? yearBefore(rows, bench) : rows,
    sentence: rowsNamed(inSentence),
    paragraph: rowsNamed(within(bench.mentions, paragraph)),
    words,
    sentenceWords: table ? words : stemsOf(answer.slice(sentence.start, sentence.end)),
  };
}

const A_YEAR_BEFORE =
  /\b(?:(?:a|one|1) year (?:before|ago|earlier)|(?:last|previous|prior) year|[pl]y)\b/i;

/** Rows of any result that are dated a year before those: what a column "a year before" shows. */
function yearBefore(rows: NamedRows, { tables }: Bench): NamedRows {
  const wanted = new Set(
    tables.flatMap(({ at, dates }) =>
      [...(rows.get(at) ?? [])].flatMap((row) => {
        const date = dates[row];
        return date === undefined ? [] : [`${Number(date.slice(0, 4)) - 1}${date.slice(4)}`];
      }),
    ),
  );
  const found = tables.flatMap(({ at, dates }) => {
    const then = dates.flatMap((date, row) => (wanted.has(date ?? "") ? [row] : []));
    return then.length > 0 ? [[at, new Set(then)] as const] : [];
  });
  return found.length > 0 ? new Map(found) : rows;
}

function within(mentions: readonly NameMention[], { start, end }: Span): readonly NameMention[] {
  return mentions.filter((mention) => mention.start >= start && mention.end <= end);
}
