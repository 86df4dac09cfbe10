import type { Unit } from "../events.ts";
import { currencyOf, symbolOf } from "./currency.ts";

/** `short` is for sentences, `full` for the exact amount. `currency` stands for the unit "currency". `signed` writes a plus as well. */
export type Format = {
  readonly style: "short" | "full";
  readonly currency: string;
  readonly signed?: boolean;
};

const NO_CENTS = new Set(["JPY", "KRW", "IDR", "HUF"]);

/**
 * A number for people: "$8.2M", "$3,150", "6.1%", "1,905", "2.5 pts", "45 days"; minus is "−". Percent and points come
 * as parts of one. Whatever it writes, `parseFigure` reads back within half of the last digit. Not finite: "–".
 */
export function formatValue(value: number, unit: Unit | undefined, format: Format): string {
  if (!Number.isFinite(value)) return "–";
  const text = sizeOf(Math.abs(value), unit, format);
  const isZero = !/[1-9]/.test(text);
  if (isZero || value === 0) return text;
  if (value < 0) return `−${text}`;
  return format.signed ? `+${text}` : text;
}

function sizeOf(size: number, unit: Unit | undefined, { style, currency }: Format): string {
  if (unit === "percent") return `${ratio(size, style)}%`;
  if (unit === "points") return `${ratio(size, style)} pts`;
  if (unit === "times") return `${grouped(size, style === "full" ? 2 : 1, true)}x`;
  const code = currencyOf(unit, currency);
  if (code !== undefined) return symbolOf(code) + money(size, style, NO_CENTS.has(code) ? 0 : 2);
  const number = count(size, style);
  return isBare(unit) ? number : `${number} ${number === "1" ? unit.replace(/s$/, "") : unit}`;
}

/** Units that are said by the noun beside the number, or that are no plain word. */
function isBare(unit: Unit | undefined): unit is undefined {
  return unit === undefined || unit === "count" || unit === "number" || !/^[a-z]+$/.test(unit);
}

/** One decimal of a percent, two in full; two digits where that would be zero. */
function ratio(size: number, style: Format["style"]): string {
  const percent = size * 100;
  const places = style === "full" ? 2 : 1;
  if (percent >= 0.5 / 10 ** places || percent === 0) return grouped(percent, places, true);
  const small = 1 - Math.floor(Math.log10(percent));
  return percent.toFixed(Math.min(small, 20));
}

function money(size: number, style: Format["style"], places: number): string {
  if (style === "full" || size < 100) return grouped(size, places);
  return size < 9_999.5 ? grouped(size, 0) : scaled(size);
}

function count(size: number, style: Format["style"]): string {
  if (style === "full") return grouped(size, 2);
  if (size >= 999_999.5) return scaled(size);
  return grouped(size, size < 100 ? 1 : 0);
}

/** Worth, letter, and the least amount that rounds up to one of it. */
const MAGNITUDES = [
  [1e12, "T", 999_950e6],
  [1e9, "B", 999_950e3],
  [1e6, "M", 999_500],
  [1e3, "K", 0],
] as const;

/** One decimal of the largest magnitude that it rounds to (999,600 is 1.0M); thousands have none when it would be zero, or from 100K on. */
function scaled(size: number): string {
  const [worth, letter] = MAGNITUDES.find(([, , least]) => size >= least) ?? [1, ""];
  const amount = size / worth;
  const isThousands = letter === "K";
  return `${grouped(amount, isThousands && amount >= 99.95 ? 0 : 1, !isThousands)}${letter}`;
}

/** Thousands separated; decimals all written, or none when they are zero and not `kept`. */
function grouped(size: number, places: number, kept = false): string {
  const written = size.toFixed(places);
  const [whole = "", part] = written.split(".");
  const text = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return part === undefined || (!kept && /^0+$/.test(part)) ? text : `${text}.${part}`;
}
