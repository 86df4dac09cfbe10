import type { Period } from "./period.ts";
import type { TimeMention } from "./time-mention.ts";

/** A mention whose year may still be open; offsets are in canonical text. */
export type Draft =
  | Exclude<TimeMention, { kind: "range" }>
  | {
      readonly kind: "period";
      readonly start: number;
      readonly end: number;
      readonly period: Period;
      readonly role?: "comparison" | "context";
    };

export type PeriodDraft = Extract<Draft, { kind: "period" }>;
