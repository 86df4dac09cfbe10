import type { Difference } from "../baseline.ts";
import type { QuestionResult } from "../result.ts";
import type { Summary } from "../summary.ts";

/** All that a report tells. `closed` says why the gate is closed; `startedAt` is an ISO instant. */
export type RunReport = {
  readonly startedAt: string;
  readonly asked: string;
  readonly model: string;
  readonly repeat: number;
  readonly concurrency: number;
  readonly seconds: number;
  readonly summary: Summary;
  readonly difference: Difference;
  readonly closed: readonly string[];
  readonly results: readonly QuestionResult[];
};
