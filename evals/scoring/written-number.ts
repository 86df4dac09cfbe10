/** A number as a person wrote it: `value` in full units, percent and points as parts of one; `step` is what its last digit is worth. */
export type WrittenNumber = {
  readonly value: number;
  readonly step: number;
  readonly signed: boolean;
};

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};

const WRITTEN =
  /^(?<sign>[-−–+])?\D{0,4}?(?<minus>[-−])?(?<digits>\d[\d,\u202f\u00a0]*(?:\.\d+)?)\s?(?:(?<scale>k|m|mn|bn?|thousand|million|billion)\b)?\s?(?<parts>%|percent|per cent|pct|pts?|points?|percentage points?|pp|bps)?/i;

/**
 * Read by the evals themselves, so that the examined does not grade itself. Undefined when the text does not start with a number.
 */
export function readNumber(text: string): WrittenNumber | undefined {
  const groups: Readonly<Record<string, string | undefined>> | undefined =
    WRITTEN.exec(text)?.groups;
  if (!groups) return undefined;
  const digits = (groups["digits"] ?? "").replaceAll(/[,\u202f\u00a0]/g, "");
  const sign = groups["sign"] ?? groups["minus"];
  const unit = (SCALES[(groups["scale"] ?? "").toLowerCase()] ?? 1) / partsOf(groups["parts"]);
  const size = Number(digits) * unit;
  return {
    value: sign === undefined || sign === "+" ? size : -size,
    step: unit / 10 ** (digits.split(".")[1]?.length ?? 0),
    signed: sign !== undefined,
  };
}

function partsOf(written: string | undefined): number {
  if (written === undefined) return 1;
  return written.toLowerCase() === "bps" ? 10_000 : 100;
}

/** True when `wanted` rounds to what is written. One written without a sign stands for either ("down 23.5%"). */
export function standsFor(written: WrittenNumber, wanted: number): boolean {
  const value = written.signed ? wanted : Math.abs(wanted);
  const slack = Math.abs(value) * 1e-11 + 1e-12;
  return Math.abs(written.value - value) <= written.step / 2 + slack;
}
