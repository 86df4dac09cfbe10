import type { Cell, TableTool, TurnAnswer } from "../../agent/events.ts";

/** How a rule of an expectation came out. `detail` says what was wanted and what was found; empty when nothing needs saying. */
export type Check = { readonly rule: string; readonly passed: boolean; readonly detail: string };

/** A turn as it came back, or why it did not. `ms` is measured by the asker. */
export type AskedTurn = {
  readonly answer: TurnAnswer;
  readonly error?: { readonly code: string; readonly message: string };
  readonly ms: number;
};

/** What gold SQL gives, now. */
export type GoldTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

export type TableEvidence = Extract<TurnAnswer["evidence"][number], { tool: TableTool }>;

/** The tables that the turn's queries returned. */
export function tablesOf({ answer }: AskedTurn): readonly TableEvidence[] {
  return answer.evidence.filter(
    (one): one is TableEvidence => one.tool !== "search_knowledge_base",
  );
}

export function check(rule: string, passed: boolean, detail = ""): Check {
  return { rule, passed, detail };
}
