import type { WrittenFigure } from "./answer-text.ts";
import type { Candidate } from "./candidate.ts";
import type { Direction } from "./direction.ts";
import type { Operand } from "./evidence-index.ts";
import type { Pair } from "./pairs.ts";
import { fitsUnit } from "./units.ts";

/** Difference and relative change of a pair, where the words or the sign say which way it goes. Of percentages the difference is points. */
export function differences(
  figure: WrittenFigure,
  pairs: readonly Pair[],
  direction: Direction,
): readonly Candidate[] {
  if (direction === undefined || isLevel(figure)) return [];
  return pairs.flatMap((pair) =>
    sidesOf(pair).flatMap(([value, base]) => {
      const delta = value.value - base.value;
      const isRight = direction === "either" || delta > 0 === (direction === "up");
      return isRight && delta !== 0 ? difference(figure, [value, base]) : [];
    }),
  );
}

/** "From $9.6M", "to 892", "leads with $3.8M": an amount itself, and no difference. */
function isLevel({ before, signed }: WrittenFigure): boolean {
  return (
    !signed &&
    /\b(?:from|to|against|at|reach(?:ed|es|ing)?|with|target of|total of)\s*[*_(]*$/i.test(before)
  );
}

/** Value and base; both ways when nothing says which is the base. */
function sidesOf({ a, b, base }: Pair): readonly (readonly [Operand, Operand])[] {
  if (base === undefined)
    return [
      [a, b],
      [b, a],
    ];
  return base === a ? [[b, a]] : [[a, b]];
}

function difference(
  figure: WrittenFigure,
  from: readonly [Operand, Operand],
): readonly Candidate[] {
  const [value, base] = from;
  const delta = Math.abs(value.value - base.value);
  if (figure.unit === "percent") {
    if (base.value === 0) return [];
    return [{ operation: "change", value: delta / Math.abs(base.value), unit: "percent", from }];
  }
  if (figure.unit === "points") {
    return base.unit === "percent"
      ? [{ operation: "difference", value: delta, unit: "points", from }]
      : [];
  }
  const isAmount = base.unit !== "percent" && fitsUnit(figure, base);
  return isAmount ? [{ operation: "difference", value: delta, unit: base.unit, from }] : [];
}
