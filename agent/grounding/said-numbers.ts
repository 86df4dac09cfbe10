import type { EvidenceEvent, FigureSource } from "../events.ts";
import type { WrittenFigure } from "./answer-text.ts";
import { isSameCurrency } from "./currency.ts";
import { type NumberText, numbersIn } from "./number-text.ts";
import { isRounded } from "./rounding.ts";
import { measuresOf, spelledIn } from "./said-measures.ts";
import { stemsOf } from "./stems.ts";

/** A number that a text holds, with the words around it. */
export type SaidNumber = {
  readonly number: NumberText;
  readonly source: FigureSource;
  /** Stems of the words near it; undefined where none need be shared. */
  readonly words?: ReadonlySet<string>;
  /** What an answer cites it by. */
  readonly document?: string;
  /** The measure that must stand behind it: "minute". */
  readonly measure?: string;
};

/** How far around a number of a document its words are looked at. */
const NEAR = 120;

/** Numbers of the passages, most recent evidence first. */
export function saidInPassages(evidence: readonly EvidenceEvent[]): readonly SaidNumber[] {
  return evidence.toReversed().flatMap((event) => {
    if (event.tool !== "search_knowledge_base") return [];
    return event.results.flatMap(({ content, source: document, heading }) =>
      numbersIn(content).map((number): SaidNumber => {
        const around = content.slice(Math.max(0, number.start - NEAR), number.end + NEAR);
        const source = {
          kind: "passage",
          evidence_id: event.id,
          source: document,
          heading,
        } as const;
        return { number, source, words: stemsOf(`${heading} ${around}`), document };
      }),
    );
  });
}

/** Numbers of the question in digits and in words, and its lengths of time in other measures: "2 hours" is 120 minutes. */
export function saidInQuestion(question: string): readonly SaidNumber[] {
  const source = { kind: "question" } as const;
  const written = [...numbersIn(question), ...spelledIn(question)];
  return [
    ...written.map((number): SaidNumber => ({ number, source })),
    ...written.flatMap((number) =>
      measuresOf(number, question).map(
        ([measure, value]): SaidNumber => ({ number: { ...number, value }, source, measure }),
      ),
    ),
  ];
}

/** A memory is known by its key where it is written `key: value`, else by its text. */
export function saidInMemories(memories: readonly string[]): readonly SaidNumber[] {
  return memories.flatMap((memory) => {
    const key = /^([\w .-]{1,80}): /.exec(memory)?.[1] ?? memory;
    return numbersIn(memory).map(
      (number): SaidNumber => ({
        number,
        source: { kind: "memory", key },
        words: stemsOf(memory),
      }),
    );
  });
}

/** Words that a sentence and a document share where they speak of one thing, when the document is not cited. */
const SHARED_WORDS = 2;

/** The first that says the same amount in the same unit, about something that the sentence is about. */
export function findSaid(
  written: WrittenFigure,
  sentence: ReadonlySet<string>,
  said: readonly SaidNumber[],
): SaidNumber | undefined {
  return said.find(
    (one) =>
      (isSameUnit(written, one.number) || isUnitLeftOpen(written, one)) &&
      saysSame(written, one.number) &&
      isAboutIt(written, sentence, one),
  );
}

function isAboutIt(
  { before, after }: WrittenFigure,
  sentence: ReadonlySet<string>,
  { words, document, measure }: SaidNumber,
): boolean {
  if (measure !== undefined) return new RegExp(`^[*_ ]*${measure}s?\\b`).test(after);
  if (!words) return true;
  const isCited = document !== undefined && `${before} ${after}`.includes(`[${document}`);
  const least = isCited ? 1 : Math.min(SHARED_WORDS, sentence.size);
  return [...sentence].filter((stem) => words.has(stem)).length >= least;
}

function isSameUnit({ unit, isTerm }: WrittenFigure, said: NumberText): boolean {
  if (unit === undefined || said.unit === undefined) return unit === said.unit;
  if (isTerm) return unit === said.unit;
  return unit === said.unit || isSameCurrency(unit, said.unit);
}

/** "Over 700k" in a question is $700K where the answer is about money. */
function isUnitLeftOpen({ unit }: WrittenFigure, { number, source }: SaidNumber): boolean {
  const isMoney = unit !== undefined && isSameCurrency(unit, unit) && unit !== "percent";
  return source.kind === "question" && number.unit === undefined && isMoney;
}

/** The sign may have gone into words on either side ("a 5% decline"). */
function saysSame(written: WrittenFigure, said: NumberText): boolean {
  const value = written.signed && said.signed ? said.value : Math.abs(said.value);
  const own =
    written.signed && said.signed ? written : { ...written, value: Math.abs(written.value) };
  return isRounded(own, value);
}
