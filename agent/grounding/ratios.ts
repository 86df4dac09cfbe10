import type { WrittenFigure } from "./answer-text.ts";
import { type Candidate, wordsAround } from "./candidate.ts";
import { currencyOf } from "./currency.ts";
import type { Operand } from "./evidence-index.ts";
import type { Operands } from "./operands.ts";
import type { Pair } from "./pairs.ts";
import { type Groups, parts } from "./sums.ts";
import { fitsUnit } from "./units.ts";

const SHARE =
  /\b(?:of|share|account\w*|contribut\w*|represent\w*|mak(?:e|es|ing) up|made up|mix|portion|proportion|weight|explain\w*|attain\w*|achiev\w*|reach\w*|cover\w*)\b/i;
const AVERAGE = /\b(?:averag\w*|avg|mean|typical\w*|per|each|every)\b/i;
const REST = /\b(?:rest|remain\w*|retain\w*|retention|kept|stay\w*|others?)\b/i;

/** Shares, attainments, multiples, averages of one amount over another, contributions to a change. */
export function ratios(
  figure: WrittenFigure,
  operands: Operands,
  { pairs, groups }: { readonly pairs: readonly Pair[]; readonly groups: Groups },
): readonly Candidate[] {
  const words = wordsAround(figure);
  if (figure.unit === "times") return pairs.flatMap(multiples);
  if (figure.unit === "percent") {
    return [
      ...(SHARE.test(words) ? shares(figure, { operands, groups, pairs }) : []),
      ...(REST.test(words) ? complements(operands) : []),
    ];
  }
  return AVERAGE.test(words) ? averages(figure, operands) : [];
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

type Around = {
  readonly operands: Operands;
  readonly groups: Groups;
  readonly pairs: readonly Pair[];
};

function shares(figure: WrittenFigure, { operands, groups, pairs }: Around): readonly Candidate[] {
  const { rows, singles, totals, beside } = operands;
  const wholes = [...totals, ...singles];
  const some = parts(figure, groups).filter(({ from }) => from.length > 1);
  return [
    ...[...rows, ...beside, ...singles].flatMap((part) =>
      wholes.flatMap((whole) => share(part, whole)),
    ),
    ...some.flatMap((part) => wholes.flatMap((whole) => shareOfSum(part, whole))),
    ...beside.flatMap((a) =>
      beside.flatMap((b) => (a.unit === b.unit && a.value < b.value ? ratio(a, b, "percent") : [])),
    ),
    ...pairs.flatMap(({ a, b, base }) => (base ? ratio(base === a ? b : a, base, "percent") : [])),
    ...contributions(operands),
  ];
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

/** "West explains 150% of the shortfall": a row's difference over the whole difference, of two columns or two results. */
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
