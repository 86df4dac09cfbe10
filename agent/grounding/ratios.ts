import type { WrittenFigure } from "./answer-text.ts";
import { type Candidate, isAbout, isSummary } from "./candidate.ts";
import { currencyOf } from "./currency.ts";
import type { Operand } from "./evidence-index.ts";
import type { Operands, Pair } from "./pairs.ts";
import { type Groups, parts } from "./sums.ts";
import { fitsUnit } from "./units.ts";

const SHARE =
  /\bshare|\baccount\w*|\bcontribut\w*|\brepresent\w*|\bmak(?:e|es|ing) up|\bmade up|\bmix\b|\bportion|\bproportion|\bweight|% of|\bof (?:the )?(?:total|whole|company|overall|sum)/i;
const OF_AFTER = /^[*_]*,? (?:of|share)\b/i;
const PART_OF_CHANGE =
  /\bexplain\w*|\bcontribut\w*|\bdriv\w+|\b(?:of the|of this|of that) (?:[a-z]+ ){0,2}(?:shortfall|miss|gap|decline|drop|decrease|growth|increase|change|difference|rise|fall)/i;
const ATTAINED =
  /\battain\w*|\bachiev\w*|% of|\bof (?:its|their|the|that)? ?(?:target|plan|budget|quota|goal|previous|prior|last)/i;
const AVERAGE = /\b(?:averag\w*|avg|mean|typical\w*|per|each|every)\b/i;
const REST = /\b(?:rest|remain\w*|retain\w*|retention|kept|stay\w*|others?)\b/i;

/** Shares, attainments, multiples, averages of one amount over another, contributions to a change. */
export function ratios(
  figure: WrittenFigure,
  operands: Operands,
  { pairs, groups }: { readonly pairs: readonly Pair[]; readonly groups: Groups },
): readonly Candidate[] {
  if (figure.unit === "times") return pairs.flatMap(multiples);
  if (figure.unit !== "percent") {
    return isAbout(figure, AVERAGE) ? averages(figure, operands) : [];
  }
  const isOf = !figure.table && OF_AFTER.test(figure.after);
  return [
    ...(isOf || isAbout(figure, SHARE)
      ? [...shares(figure, operands, groups), ...sharesWithin(operands)]
      : []),
    ...(isOf ? partsBeside(operands) : []),
    ...(isAbout(figure, ATTAINED) ? pairs.flatMap(attained) : []),
    ...(isAbout(figure, PART_OF_CHANGE) ? contributions(operands) : []),
    ...(isAbout(figure, REST) ? complements(operands) : []),
  ];
}

function ratio(a: Operand, b: Operand, unit: string | undefined): readonly Candidate[] {
  return b.value === 0
    ? []
    : [{ operation: "ratio", value: a.value / b.value, unit, from: [a, b] }];
}

function multiples({ a, b, base }: Pair): readonly Candidate[] {
  if (base !== undefined) return base === a ? ratio(b, a, "times") : ratio(a, b, "times");
  return [...ratio(a, b, "times"), ...ratio(b, a, "times")];
}

/** A cell, or the sum of some, over the whole column. */
function shares(
  figure: WrittenFigure,
  { rows, singles, totals, beside }: Operands,
  groups: Groups,
): readonly Candidate[] {
  if (figure.table && isSummary(figure.table)) return totals.slice(0, 1).flatMap(whole);
  const wholes = [...totals, ...singles];
  const inPlay = figure.table ? rows : [...rows, ...beside, ...singles];
  const some = parts(figure, groups).filter(({ from }) => from.length > 1);
  return [
    ...inPlay.flatMap((part) => wholes.flatMap((whole) => share(part, whole))),
    ...some.flatMap((part) => wholes.flatMap((whole) => shareOfSum(part, whole))),
  ];
}

/** What one result has of a member over what another has of it: online revenue of a region over all of its revenue. */
function sharesWithin({ rows }: Operands): readonly Candidate[] {
  return rows.flatMap((part) =>
    rows.flatMap((whole) => (part.evidence === whole.evidence ? [] : share(part, whole))),
  );
}

/** The total's share of itself. */
function whole(total: Operand): readonly Candidate[] {
  return [{ operation: "share", value: 1, unit: "percent", from: [total] }];
}

/** "$2.5M, 30% of $8.2M". */
function partsBeside({ beside }: Operands): readonly Candidate[] {
  return beside.flatMap((a) =>
    beside.flatMap((b) => (a.unit === b.unit && a.value < b.value ? ratio(a, b, "percent") : [])),
  );
}

function attained({ a, b, base }: Pair): readonly Candidate[] {
  return base ? ratio(base === a ? b : a, base, "percent") : [];
}

function share(part: Operand, whole: Operand): readonly Candidate[] {
  const isOfWhole =
    part.source !== whole.source && part.column === whole.column && part.unit !== "percent";
  return isOfWhole && part.value < whole.value ? ratio(part, whole, "percent") : [];
}

function shareOfSum({ value, from }: Candidate, whole: Operand): readonly Candidate[] {
  const [first] = from;
  if (!first || first.column !== whole.column || whole.value === 0 || value > whole.value)
    return [];
  return [
    { operation: "share", value: value / whole.value, unit: "percent", from: [...from, whole] },
  ];
}

/** "Lisbon explains 150% of the shortfall": a row's difference over the whole difference, of two columns or two results. */
function contributions({ rows, totals }: Operands): readonly Candidate[] {
  return rows.flatMap((a) =>
    rows.flatMap((b) => {
      if (a === b || a.unit !== b.unit || !isOtherSide(a, b)) return [];
      const [wholeA, wholeB] = [totalOf(a, totals), totalOf(b, totals)];
      const whole = wholeA && wholeB ? wholeA.value - wholeB.value : 0;
      const value = (a.value - b.value) / whole;
      if (whole === 0 || !wholeA || !wholeB || value <= 0) return [];
      return [
        { operation: "share of change", value, unit: "percent", from: [a, b, wholeA, wholeB] },
      ];
    }),
  );
}

function isOtherSide(a: Operand, b: Operand): boolean {
  return a.evidence === b.evidence
    ? a.row === b.row && a.column < b.column
    : a.column === b.column && a.evidence < b.evidence;
}

function totalOf(operand: Operand, totals: readonly Operand[]): Operand | undefined {
  return totals.find(
    ({ evidence, column }) => evidence === operand.evidence && column === operand.column,
  );
}

/** What is not churned is retained. */
function complements({ rows, singles, beside }: Operands): readonly Candidate[] {
  return [...rows, ...singles, ...beside]
    .filter(({ unit, value }) => unit === "percent" && value > 0 && value < 1)
    .map((operand) => ({
      operation: "complement",
      value: 1 - operand.value,
      unit: "percent",
      from: [operand],
    }));
}

/** Money over a count, or a count over a count, of one row. */
function averages(figure: WrittenFigure, { rows, singles }: Operands): readonly Candidate[] {
  return [rows, singles].flatMap((operands) =>
    operands.flatMap((a) =>
      operands.flatMap((b) => {
        const isOneRow = a.evidence === b.evidence && a.row === b.row && a.column !== b.column;
        const isCount =
          currencyOf(b.unit) === undefined && b.unit !== "percent" && b.unit !== "points";
        return isOneRow && isCount && fitsUnit(figure, a) ? ratio(a, b, a.unit) : [];
      }),
    ),
  );
}
