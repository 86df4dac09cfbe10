import type { EvidenceEvent } from "../../events.ts";
import { formatValue } from "../format.ts";

/** An answer whose true figures stand in double braces, with what it was written from. */
export type LabelledCase = {
  readonly name: string;
  readonly evidence: readonly EvidenceEvent[];
  readonly question: string;
  readonly memories: readonly string[];
  readonly marked: string;
};

/** The answer as a reader sees it, and where its true figures stand. */
export function unmark(marked: string): {
  readonly answer: string;
  readonly figures: readonly { start: number; end: number; text: string }[];
} {
  const figures: { start: number; end: number; text: string }[] = [];
  let answer = "";
  let at = 0;
  for (const match of marked.matchAll(/\{\{(.+?)\}\}/g)) {
    answer += marked.slice(at, match.index);
    const text = match[1] ?? "";
    figures.push({ start: answer.length, end: answer.length + text.length, text });
    answer += text;
    at = match.index + match[0].length;
  }
  return { answer: answer + marked.slice(at), figures };
}

/** Marked figures, as the narrator writes them. */
export function money(value: number, currency = "USD"): string {
  return `{{${formatValue(value, currency, { style: "short", currency })}}}`;
}

export function percent(value: number): string {
  return `{{${formatValue(value, "percent", { style: "short", currency: "USD" })}}}`;
}

export function signedPercent(value: number): string {
  return `{{${formatValue(value, "percent", { style: "short", currency: "USD", signed: true })}}}`;
}

export function signedMoney(value: number, currency = "USD"): string {
  return `{{${formatValue(value, currency, { style: "short", currency, signed: true })}}}`;
}

export function count(value: number): string {
  return `{{${formatValue(value, "count", { style: "short", currency: "USD" })}}}`;
}

export function points(value: number): string {
  return `{{${formatValue(value, "points", { style: "short", currency: "USD" })}}}`;
}

/** "above", "below". */
export function side(delta: number): string {
  return delta < 0 ? "below" : "above";
}

/** "up", "down". */
export function way(delta: number): string {
  return delta < 0 ? "down" : "up";
}
