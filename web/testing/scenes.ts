import type { Figure, FigureSource, TurnEvent } from "../../agent/events.ts";
import { DOCUMENTS, REGIONS, TOTALS } from "./harbour.ts";

/** An event and when it comes: so long after the one before it, and not before `until` is settled. */
export type Cue = {
  readonly afterMs: number;
  readonly event: TurnEvent;
  readonly until?: Promise<void>;
};

export const ANSWER = `Net sales were **$6.97M** in Q3 2031, **3.8%** below the target of $7.25M ⚠️ and **14.2%** above Q3 2030 ✅.

| Region | Net sales | Target | Gap |
|---|---|---|---|
| Coast | $2.43M | $2.30M | ✅ +5.7% |
| Valley | $1.99M | $2.00M | −0.6% |
| Highland | $1.64M | $1.70M | ⚠️ −3.5% |
| Island | $0.91M | $1.25M | 🔴 −27.0% |

The miss is **Island**: it is $338K short, more than the whole gap. By the company's thresholds it is *behind*; the others are on target or close to it.

- **Ferry strike.** Both island depots were closed from 4 to 22 August, and wholesale orders were cancelled ([island_operations.md](island_operations.md)).
- **No price effect.** Average order value on the Island held at $412.

About 61 customers have not ordered again since.`;

const cell = (row: number, column: string, id = "ev-1"): FigureSource => ({
  kind: "cell",
  evidence_id: id,
  row,
  column,
});
const SUM = {
  kind: "derived",
  operation: "sum",
  from: [0, 1, 2, 3].map((row) => cell(row, "target")),
};

const SOURCES: readonly (readonly [text: string, value: number, source: FigureSource])[] = [
  ["$6.97M", 6_972_893.4, cell(1, "net_sales", "ev-2")],
  [
    "3.8%",
    0.0382,
    {
      kind: "derived",
      operation: "change",
      from: [cell(1, "net_sales", "ev-2"), SUM as FigureSource],
    },
  ],
  ["$7.25M", 7_250_000, SUM as FigureSource],
  [
    "14.2%",
    0.1423,
    {
      kind: "derived",
      operation: "change",
      from: [cell(1, "net_sales", "ev-2"), cell(0, "net_sales", "ev-2")],
    },
  ],
  ...REGIONS.rows.flatMap((_, row) => [
    [["$2.43M", "$1.99M", "$1.64M", "$0.91M"][row] ?? "", 0, cell(row, "net_sales")] as const,
    [["$2.30M", "$2.00M", "$1.70M", "$1.25M"][row] ?? "", 0, cell(row, "target")] as const,
    [["+5.7%", "−0.6%", "−3.5%", "−27.0%"][row] ?? "", 0, cell(row, "gap")] as const,
  ]),
  [
    "$338K",
    337_644.15,
    { kind: "derived", operation: "difference", from: [cell(3, "target"), cell(3, "net_sales")] },
  ],
  [
    "22 August",
    22,
    {
      kind: "passage",
      evidence_id: "ev-3",
      source: "island_operations.md",
      heading: "The August ferry strike",
    },
  ],
  ["$412", 412, { kind: "memory", key: "island_order_value" }],
  ["61", 61, { kind: "unbound" }],
];

/** The figures of `ANSWER`, where they stand in it. */
export function figuresOf(answer: string): Figure[] {
  let from = 0;
  return SOURCES.flatMap(([text, value, source]) => {
    const start = answer.indexOf(text, from);
    if (start < 0) return [];
    from = start + text.length;
    return [{ text, start, end: from, value, source }];
  });
}

const step = (
  call: readonly [
    id: string,
    tool: "plan" | "query_bigquery" | "search_knowledge_base" | "synthesize" | "save_to_memory",
  ],
  label: string,
  fields: object,
): TurnEvent => ({
  type: "reasoning",
  call_id: call[0],
  tool: call[1],
  label,
  status: "completed",
  ...fields,
});

/** A good answer, event by event. `pace` stretches the time between them. */
export function goodTurn(messageId: string, pace: number): readonly Cue[] {
  const started = { status: "started" };
  const events: readonly TurnEvent[] = [
    step(["c0", "plan"], "Planning: net sales against target, by region", started),
    step(["c0", "plan"], "Planned: net sales against target, by region", { ms: 6 }),
    step(["c1", "query_bigquery"], "Net sales by region, Q3 2031", {
      ...started,
      query: REGIONS.sql,
    }),
    step(["c2", "query_bigquery"], "Net sales, Q3 2031 and Q3 2030", {
      ...started,
      query: TOTALS.sql,
    }),
    step(["c3", "search_knowledge_base"], "Why was Island below target?", started),
    REGIONS,
    step(["c1", "query_bigquery"], "Net sales by region, Q3 2031", { ms: 38, results: 4 }),
    TOTALS,
    step(["c2", "query_bigquery"], "Net sales, Q3 2031 and Q3 2030", { ms: 21, results: 2 }),
    DOCUMENTS,
    step(["c3", "search_knowledge_base"], "Why was Island below target?", { ms: 31, results: 2 }),
    step(["c4", "synthesize"], "Writing the answer", started),
    ...(ANSWER.match(/[\s\S]{1,24}/g) ?? []).map(
      (delta): TurnEvent => ({ type: "content", delta }),
    ),
    step(["c4", "synthesize"], "Wrote the answer", { ms: 44 }),
    { type: "grounding", figures: figuresOf(ANSWER), unbound: 1 },
    step(["c5", "save_to_memory"], "Saved what was found", { ms: 3 }),
    {
      type: "memory",
      action: "saved",
      memory_type: "finding",
      key: "net_sales_q3_2031",
      value:
        "Net sales were $6.97M in Q3 2031, 3.8% below target; Island missed by 27.0% after the ferry strike",
    },
    {
      type: "done",
      message_id: messageId,
      suggested_followups: [
        "Which customers on the Island stopped ordering?",
        "How did Coast beat its target?",
        "Show Island by month",
      ],
      grade: "metric",
      citations: [
        { source: "island_operations.md", heading: "The August ferry strike", evidence_id: "ev-3" },
        { source: "sales_targets.md", heading: "Thresholds", evidence_id: "ev-3" },
      ],
      usage: {
        input_tokens: 0,
        output_tokens: 0,
        cost_usd: 0,
        warehouse_bytes: 71_300_120,
        first_token_ms: 120,
        ms: 412,
      },
      warnings: [],
    },
  ];
  return events.map((event) => ({ afterMs: pace * (event.type === "content" ? 1 : 4), event }));
}

/** A turn whose query is refused and which then breaks. */
export function failedTurn(): readonly Cue[] {
  const sql = "SELECT colour FROM harbour.sales";
  return [
    {
      afterMs: 0,
      event: step(["c1", "query_bigquery"], "Sales by colour", { status: "started", query: sql }),
    },
    {
      afterMs: 2,
      event: step(["c1", "query_bigquery"], "Sales by colour", {
        status: "failed",
        ms: 12,
        query: sql,
        error: "There is no column “colour” in sales; it has region, product, sold_on, net_sales",
      }),
    },
    {
      afterMs: 2,
      event: {
        type: "error",
        code: "upstream",
        message: "The warehouse cannot be reached at the moment",
        retryable: true,
      },
    },
  ];
}
