import type { WrittenFigure } from "./answer-text.ts";
import { currencyOf, isSameCurrency } from "./currency.ts";
import type { Operand } from "./evidence-index.ts";

const TIME_NOUN = /^ ?(days?|weeks?|months?|years?|quarters?|hours?|minutes?|seconds?)\b/i;
const COUNT_NOUN =
  /^ (?!sales|results|was|is|has|its|this|vs|versus|less|across|plus|as|years|times|points|earnings|losses|gains)[a-z]{2,}s\b/;
const PART_NAME = /ratio|rate|share|percent|pct|margin|change|growth/i;

/** What a written number claims to be, and what a stored one is, agree: dollars are no percents and no customers. */
export function fitsUnit(
  written: WrittenFigure,
  { unit, column }: Pick<Operand, "unit" | "column">,
): boolean {
  const stored = unit?.toLowerCase();
  switch (written.unit) {
    case "percent":
      return stored === undefined || stored === "percent" || stored === "ratio";
    case "points":
      return (
        stored === "points" ||
        (stored === "percent" && /change|diff|delta|gap|points/i.test(column))
      );
    case "times":
      return stored === undefined || ["times", "ratio", "x"].includes(stored);
    case undefined:
      return fitsBare(written, stored);
    default: {
      const currency = currencyOf(unit);
      return stored === undefined
        ? !PART_NAME.test(column)
        : currency !== undefined && isSameCurrency(written.unit, currency);
    }
  }
}

/** A bare number may be an amount of money in a table or "12.4M in revenue", but not "2,726 customers". */
function fitsBare(written: WrittenFigure, stored: string | undefined): boolean {
  const time = TIME_NOUN.exec(written.after)?.[1]?.toLowerCase().replace(/s$/, "");
  if (time !== undefined && stored !== undefined) return stored.replace(/s$/, "") === time;
  if (stored === "percent" || stored === "points")
    return written.value !== 0 && Math.abs(written.value) < 1;
  if (currencyOf(stored) !== undefined) return !COUNT_NOUN.test(written.after);
  return true;
}

/** Stored values that the written number could stand for: a column without a unit may hold percents as 4.2 or 0.042. */
export function storedAs(written: WrittenFigure, operand: Operand): readonly number[] {
  const isLoose = written.unit === "percent" && operand.unit === undefined;
  return isLoose ? [operand.value, operand.value / 100] : [operand.value];
}
