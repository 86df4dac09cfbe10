import type { Grain } from "../../../semantic/time-range.ts";

/* Pieces of patterns over canonical text, and what they mean. */

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

export const MONTH =
  "(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?";

/** 1..12 for any text that `MONTH` matches. */
export function monthNumber(word: string | undefined): number {
  return MONTHS.indexOf((word ?? "").slice(0, 3)) + 1;
}

export const UNIT = "(?<unit>day|week|fortnight|month|quarter|half(?:[- ]year)?|year)";
export const UNITS = "(?<unit>day|week|fortnight|month|quarter|half[- ]year|year)s";
export const COUNT = "(?<count>\\d{1,3}|a few|few|several|couple(?: of)?|a couple(?: of)?|one)";

/** A unit as so many of a grain; halves are 6 months, of the fiscal year when there is one. */
export type Unit = { readonly grain: Grain; readonly of: number };

export function unitOf(word: string | undefined): Unit {
  if (word === undefined || word.startsWith("half")) return { grain: "month", of: 6 };
  if (word === "fortnight") return { grain: "day", of: 14 };
  return { grain: word as Grain, of: 1 };
}

/** "a few" and "several" are three. */
export function countOf(word: string | undefined): number {
  if (word === undefined || word === "one") return 1;
  if (/^\d/.test(word)) return Number(word);
  return word.includes("couple") ? 2 : 3;
}

export const ORDINAL = "(?<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|last|final)";

/** 1..4; -1 for the last one. */
export function ordinalOf(word: string | undefined): number {
  const at = ["1", "2", "3", "4"].indexOf(word?.[0] ?? "");
  if (at >= 0) return at + 1;
  return ["first", "second", "third", "fourth"].indexOf(word ?? "") + 1 || -1;
}

/** Two digits are years of this century up to 69, as SQL and spreadsheets read them. */
export function yearNumber(digits: string | undefined): number {
  const value = Number(digits);
  if (digits?.length !== 2) return value;
  return value < 70 ? 2000 + value : 1900 + value;
}

/** What may stand between the ends of a range. */
export const TO = "(?: ?- ?| (?:up )?(?:to|until|through) )";
