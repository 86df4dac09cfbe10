import type { Cell, Figure, FigureSource, TurnAnswer } from "../../agent/events.ts";
import { Expect } from "../question.ts";
import type { AskedTurn, TableEvidence } from "./check.ts";
import { turnWith } from "./empty-answer.ts";

const CELL: FigureSource = { kind: "cell", evidence_id: "E1", row: 0, column: "revenue" };

/** A turn with this answer, in which every text of `bound` is a figure. */
export function turnOf(
  answer: string,
  { bound = [], ...parts }: Partial<TurnAnswer> & { readonly bound?: readonly string[] } = {},
): AskedTurn {
  const figures = bound.map((text) => figureOf(answer, text));
  return { ...turnWith(answer, { figures, ...parts }), ms: 10 };
}

export function figureOf(answer: string, text: string, source: FigureSource = CELL): Figure {
  const start = answer.indexOf(text);
  return { text, start, end: start + text.length, value: 0, source };
}

export function tableOf(columns: readonly string[], rows: Cell[][]): TableEvidence {
  return {
    id: "E1",
    tool: "query_bigquery",
    title: "A table",
    sql: "SELECT 1",
    columns: columns.map((name) => ({ name, type: "number" })),
    rows,
    row_count: rows.length,
    truncated: false,
    tables: [],
    as_of: null,
    grade: "metric",
    bytes: 0,
    ms: 1,
  };
}

/** An expectation as YAML would give it. */
export function expecting(written: Record<string, unknown>): Expect {
  return Expect.parse(written);
}
