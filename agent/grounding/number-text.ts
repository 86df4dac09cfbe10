import { CURRENCY_CODE, currencyIn } from "./currency.ts";

/**
 * A number as written. `value` is in full units, percent and points as parts of one; `step` is what its last digit
 * is worth, so that it stands for any number within half of that. `digits` counts the significant ones.
 */
export type NumberText = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly step: number;
  readonly digits: number;
  /** `percent`, `points`, `times`, or an ISO currency code; undefined for a bare number. */
  readonly unit?: string;
  /** Written with a plus or a minus. */
  readonly signed: boolean;
};

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  million: 1e6,
  millions: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  billions: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
};

const SIGN = "(?<sign>[-−–+])";
const MONEY = `(?<money>(?:US|CA|A)?\\$|[€£¥₹₩]|${CURRENCY_CODE}[ \\u00a0]?(?=[-−]?\\d))`;
const DIGITS =
  "(?<digits>\\d{1,3}(?:[,\\u202f\\u00a0]\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|\\.\\d+)";
const SCALE =
  "(?:(?<scale>[kKmMbBtT]|mm|MM|mn|bn|Bn|BN|tn)(?![a-zA-Z0-9])|[ \\u00a0-]?(?<scale>thousand|millions?|billions?|trillion)\\b)";
const POINTS = "(?:percentage[- ]|%[- ]?)?points?\\b|pts?\\b|pp\\b|bps\\b|basis points\\b";
const PERCENT = "%|percent\\b|per cent\\b|pct\\b";
const WORD = `[ \\u00a0]?(?<unit>${POINTS}|${PERCENT}|${CURRENCY_CODE}\\b|dollars?\\b|euros?\\b|yen\\b|€)`;
const TIMES = "(?<unit>x\\b|×| times\\b)";

const NUMBER = new RegExp(
  `(?<![A-Za-z0-9$€£¥]|\\d[.,]|\\w_)${SIGN}?${MONEY}?(?<minus>[-−](?=\\d))?${DIGITS}${SCALE}?(?:${WORD}|${TIMES})?`,
  "g",
);

/** Every number written with digits, in order. Digits inside words ("Q4", "3rd", "v1.2.3") are none. */
export function numbersIn(text: string): readonly NumberText[] {
  return [...text.matchAll(NUMBER)].flatMap((match) => {
    const end = match.index + match[0].length;
    const isWord = /^(?:[A-Za-z]|[.,]\d)/.test(text.slice(end, end + 2));
    return isWord ? [] : [toNumber(match, end)];
  });
}

/** The number that the whole text is; undefined when it is none, or more. */
export function parseFigure(text: string): NumberText | undefined {
  const [number] = numbersIn(text);
  return number?.text === text ? number : undefined;
}

function toNumber(match: RegExpExecArray, end: number): NumberText {
  const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
  const digits = (groups["digits"] ?? "").replace(/[,\u202f\u00a0]/g, "");
  const unit = unitOf(groups["money"] ?? groups["unit"]);
  const scale = SCALES[(groups["scale"] ?? "").toLowerCase()] ?? 1;
  const parts = partsOf(groups["unit"]);
  const sign = groups["sign"] ?? groups["minus"];
  const size = (Number(digits) * scale) / parts;
  const decimals = digits.split(".")[1]?.length ?? 0;
  return {
    text: match[0],
    start: match.index,
    end,
    value: sign === undefined || sign === "+" ? size : -size,
    step: scale / parts / 10 ** decimals,
    digits: significantDigits(digits),
    signed: sign !== undefined,
    ...(unit !== undefined && { unit }),
  };
}

function unitOf(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const word = written.trim();
  if (/^(?:%|percent|per cent|pct)$/.test(word)) return "percent";
  if (/^(?:x|×|times)$/.test(word)) return "times";
  return currencyIn(word) ?? "points";
}

function partsOf(written: string | undefined): number {
  if (written === undefined) return 1;
  if (/^(?:bps|basis)/.test(written)) return 10_000;
  return ["percent", "points"].includes(unitOf(written) ?? "") ? 100 : 1;
}

/** Zeros at the end of a whole number may be rounding, so they do not count. */
function significantDigits(digits: string): number {
  const bare = digits.includes(".") ? digits.replace(".", "") : digits.replace(/0+$/, "");
  return bare.replace(/^0+/, "").length;
}
