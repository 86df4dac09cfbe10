import type { Figure, TableEvidence, TurnEvent } from "../../agent/events.ts";
import { REGIONS } from "./harbour.ts";
import type { Cue } from "./scenes.ts";

type Rest = {
  readonly evidence?: readonly TableEvidence[];
  readonly figures?: readonly Figure[];
  readonly warnings?: readonly string[];
};

/** A turn that says one thing, with what it rests on. */
export function oneAnswer(answer: string, rest: Rest = {}): readonly Cue[] {
  const { evidence = [], figures = [], warnings = [] } = rest;
  const events: readonly TurnEvent[] = [
    ...evidence.flatMap((found): TurnEvent[] => [
      step(found, { status: "started" }),
      found,
      step(found, { status: "completed", results: found.row_count, ms: 7 }),
    ]),
    { type: "content", delta: answer },
    { type: "grounding", figures: [...figures], unbound: 0 },
    {
      type: "done",
      message_id: "m",
      suggested_followups: [],
      grade: evidence.length > 0 ? "sql" : "none",
      citations: [],
      usage: {
        input_tokens: 0,
        output_tokens: 0,
        cost_usd: 0,
        warehouse_bytes: 0,
        first_token_ms: 1,
        ms: 1,
      },
      warnings: [...warnings],
    },
  ];
  return events.map((event) => ({ afterMs: 0, event }));
}

function step(
  { id, title, sql }: TableEvidence,
  fields: { status: "started" | "completed"; results?: number; ms?: number },
): TurnEvent {
  const about = { call_id: `call ${id}`, label: title, query: sql };
  return { type: "reasoning", tool: "query_bigquery", ...about, ...fields };
}

/** Each figure where its text stands in the answer, read from a cell. */
export function figuresIn(answer: string, texts: readonly string[]): readonly Figure[] {
  return texts.map((text) => {
    const start = answer.indexOf(text);
    const source = { kind: "cell", evidence_id: REGIONS.id, row: 0, column: "gap" } as const;
    return { text, start, end: start + text.length, value: 0, source };
  });
}

/** A result of that many rows, as large as one query may give; more were left behind. */
export function longTable(rows: number): TableEvidence {
  return {
    ...REGIONS,
    title: "Net sales by order",
    columns: [
      { name: "order_id", type: "string", label: "Order" },
      { name: "buyer", type: "string", label: "Buyer" },
      { name: "net_sales", type: "number", unit: "usd", label: "Net sales" },
    ],
    rows: Array.from({ length: rows }, (_, row) => [
      `order-${String(row + 1).padStart(5, "0")}`,
      row === 2 ? '=HYPERLINK("https://evil.example")' : `Buyer ${(row * 7919) % 997}`,
      (row * 7919) % 100_003,
    ]),
    row_count: 4_212,
    truncated: true,
  };
}

/** The table as an answer would write it. */
export function toMarkdown({ columns, rows }: TableEvidence): string {
  const line = (cells: readonly unknown[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ label, name }) => label ?? name)),
    line(columns.map(() => "---")),
    ...rows.map(line),
  ].join("\n");
}
