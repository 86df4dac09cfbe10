import type { EvidenceEvent, Figure, FigureSource } from "../events.ts";
import { figuresIn, type WrittenFigure } from "./answer-text.ts";
import { type Bench, layOut, type Surroundings, surroundingsOf } from "./bench.ts";
import { bindToCell, isPlainColumn, numberedCell } from "./bind-cell.ts";
import { derive } from "./derive.ts";
import type { Operand } from "./evidence-index.ts";
import { namesWithDigits } from "./name-mentions.ts";
import { commonOperands, isAbove, isBeside, isInSentence, operandsFor } from "./operands.ts";
import { findRowCount } from "./row-counts.ts";
import {
  findSaid,
  type SaidNumber,
  saidInMemories,
  saidInPassages,
  saidInQuestion,
} from "./said-numbers.ts";
import { stemsOf } from "./stems.ts";

/** What an answer may take its figures from. `memories` are their texts. */
export type GroundingContext = {
  readonly evidence: readonly EvidenceEvent[];
  readonly question: string;
  readonly memories: readonly string[];
  /** 1..12, default 1: which months "Q1 FY2025" means. */
  readonly fiscalYearStartMonth?: number;
};

/**
 * Every figure of a Markdown answer with where it comes from, in order; `unbound` counts those that come from nowhere.
 *
 * Tried in this order: a cell, a count of rows, a passage, the question, a memory, then an operation over what stands
 * near. Dates, periods, years, ordinals, list numbers, code, links and names are no figures. Never throws.
 */
export function bindFigures(
  answer: string,
  context: GroundingContext,
): { figures: Figure[]; unbound: number } {
  const { evidence, question, memories } = context;
  const bench = layOut(answer, context);
  const said = [
    ...saidInPassages(evidence),
    ...saidInQuestion(question),
    ...saidInMemories(memories),
  ];
  const written = figuresIn(answer, namesWithDigits(answer, bench.mentions));
  const places = written.map((figure) => ({ figure, around: surroundingsOf(figure, bench) }));
  const bound = new Map<WrittenFigure, Operand>();
  for (const place of places) {
    const found = bindDirectly(place, bench, said);
    if (found) bound.set(place.figure, found);
  }
  // What is derived may be derived from in turn ("a total of 8.2M, of which Lisbon is 30%").
  for (let round = 0; round < ROUNDS; round++) deriveRest(places, bench, bound);
  for (const { figure, around } of places) {
    const said = bound.has(figure) ? undefined : saidInTable(figure, around, bound);
    if (said) bound.set(figure, said);
  }
  const figures = written.map((figure) => toFigure(figure, bound.get(figure)?.source));
  return { figures, unbound: figures.filter(({ source }) => source.kind === "unbound").length };
}

/** "Consumption rose 0.1%", where a table has worked that out in the row of consumption. */
function saidInTable(
  { value, unit, table }: WrittenFigure,
  { sentenceWords }: Surroundings,
  bound: ReadonlyMap<WrittenFigure, Operand>,
): Operand | undefined {
  if (table) return undefined;
  const rows = [...bound].filter(
    ([other]) => other.table && other.unit === unit && Math.abs(other.value) === Math.abs(value),
  );
  const row = rows.find(([other]) => {
    const label = stemsOf(other.table?.label ?? "");
    return label.size > 0 && [...label].every((stem) => sentenceWords.has(stem));
  });
  return row?.[1];
}

const ROUNDS = 2;

type Placed = { readonly figure: WrittenFigure; readonly around: Surroundings };

function bindDirectly(
  { figure, around }: Placed,
  bench: Bench,
  said: readonly SaidNumber[],
): Operand | undefined {
  const numbered = numberedCell(figure, bench, around);
  if (numbered) return numbered;
  const count = findRowCount(figure, bench.tables);
  if (count) return operandOf(figure, count);
  const cell = figure.isTerm ? undefined : bindToCell(figure, bench, around);
  if (cell) return cell;
  const found = findSaid(figure, around.sentenceWords, said);
  return found && operandOf(figure, found.source, found.number.value);
}

function operandOf({ value, unit }: WrittenFigure, source: FigureSource, said = value): Operand {
  return {
    value: said,
    unit: unit === "USD" ? "usd" : unit,
    source,
    evidence: -1,
    row: -1,
    column: "",
    isYardstick: source.kind === "passage",
    times: [],
  };
}

function deriveRest(
  places: readonly Placed[],
  bench: Bench,
  bound: Map<WrittenFigure, Operand>,
): void {
  const common = commonOperands(bench);
  for (const { figure, around } of places) {
    if (bound.has(figure) || isPlainColumn(figure, bench, around)) continue;
    const boundWhere = (fits: typeof isBeside) =>
      places.flatMap((other) => {
        const operand = fits(figure, other.figure) ? bound.get(other.figure) : undefined;
        return operand ? [operand] : [];
      });
    const linked = {
      beside: boundWhere(isBeside),
      inSentence: boundWhere(isInSentence),
      above: boundWhere(isAbove),
    };
    const operands = { ...common, ...operandsFor(bench, around), ...linked };
    const found = derive(figure, operands, { bench, around });
    if (found) bound.set(figure, found);
  }
}

function toFigure(
  { text, start, end, value }: WrittenFigure,
  source: FigureSource | undefined,
): Figure {
  return { text, start, end, value, source: source ?? { kind: "unbound" } };
}
