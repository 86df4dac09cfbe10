import type { WrittenFigure } from "./answer-text.ts";

const MORE =
  /(?:\bover|\bmore than|\babove|\bexceed\w*|\bat least|\bjust over|\bupwards of|>)\s*[*_]*$/i;
const LESS =
  /(?:\bnearly|\balmost|\bjust under|\bless than|\bunder|\bfewer than|\bclose to|<)\s*[*_]*$/i;
const ABOUT = /(?:\babout|\baround|\broughly|\bapproximately|\bsome|\bca\.|~|≈|\bcirca)\s*[*_]*$/i;

/**
 * The value is what the number was rounded from: it lies within half of the last digit written. After "about" zeros at
 * the end may be rounding, after "over" and "nearly" the number may have been cut.
 */
export function isRounded(written: WrittenFigure, value: number): boolean {
  const slack = 1e-9 * Math.max(Math.abs(value), written.step);
  const gap = value - written.value;
  if (Math.abs(gap) <= written.step / 2 + slack) return true;
  const coarse = coarseStep(written);
  if (MORE.test(written.before)) return gap >= 0 && gap < coarse;
  if (LESS.test(written.before)) return gap <= 0 && -gap < coarse;
  return ABOUT.test(written.before) && Math.abs(gap) <= coarse / 2 + slack;
}

/** The worth of the last digit that is not a zero. */
function coarseStep({ text, step }: WrittenFigure): number {
  if (text.includes(".")) return step;
  const zeros = /(0+)\D*$/.exec(text.replaceAll(",", ""))?.[1]?.length ?? 0;
  return step * 10 ** zeros;
}
