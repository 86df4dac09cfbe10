import type { TableEvidence, TurnEvent } from "../../agent/events.ts";

/** Results of an invented company. */
export const REGIONS: TableEvidence = {
  type: "evidence",
  id: "ev-1",
  tool: "query_bigquery",
  title: "Net sales by region, Q3 2031",
  sql: "SELECT region, SUM(net_sales) AS net_sales, SUM(target) AS target, SAFE_DIVIDE(SUM(net_sales) - SUM(target), SUM(target)) AS gap FROM harbour.sales JOIN harbour.targets USING (region, quarter) WHERE sold_on BETWEEN DATE '2031-07-01' AND DATE '2031-09-30' GROUP BY region ORDER BY net_sales DESC",
  columns: [
    { name: "region", type: "string", label: "Region" },
    { name: "net_sales", type: "number", unit: "usd", label: "Net sales" },
    { name: "target", type: "number", unit: "usd", label: "Target" },
    { name: "gap", type: "number", unit: "percent", label: "Gap" },
  ],
  rows: [
    ["Coast", 2_431_907.4, 2_300_000, 0.05735104],
    ["Valley", 1_988_410.15, 2_000_000, -0.00579493],
    ["Highland", 1_640_220, 1_700_000, -0.03516471],
    ["Island", 912_355.85, 1_250_000, -0.27011532],
  ],
  row_count: 4,
  truncated: false,
  tables: ["sales", "targets"],
  as_of: "2031-09-30",
  grade: "metric",
  bytes: 48_211_004,
  ms: 38,
};

export const TOTALS: TableEvidence = {
  ...REGIONS,
  id: "ev-2",
  title: "Net sales, Q3 2031 and Q3 2030",
  sql: "SELECT quarter, SUM(net_sales) AS net_sales FROM harbour.sales WHERE quarter IN ('2031-Q3', '2030-Q3') GROUP BY quarter ORDER BY quarter",
  columns: [
    { name: "quarter", type: "string", label: "Quarter" },
    { name: "net_sales", type: "number", unit: "usd", label: "Net sales" },
  ],
  rows: [
    ["2030-Q3", 6_104_223.9],
    ["2031-Q3", 6_972_893.4],
  ],
  row_count: 2,
  ms: 21,
};

/** What its documents say. */
export const DOCUMENTS: TurnEvent = {
  type: "evidence",
  id: "ev-3",
  tool: "search_knowledge_base",
  title: "Documents on the Island shortfall",
  results: [
    {
      content:
        "The ferry strike from 4 to 22 August closed both island depots. Wholesale orders placed in that time were cancelled, not postponed.",
      source: "island_operations.md",
      heading: "The August ferry strike",
      relevance_score: 0.91,
    },
    {
      content: "A region is behind when net sales are more than 10% below target.",
      source: "sales_targets.md",
      heading: "Thresholds",
      relevance_score: 0.78,
    },
  ],
};

/** One of its documents, whole. */
export const DOCUMENT = `# Island operations

This page says how the island depots are supplied and what happened in the past year.

## Supply

Two depots serve the Island. Each holds stock for nine trading days; all wholesale orders come by ferry.

## The August ferry strike

The ferry strike from 4 to 22 August closed both island depots. Wholesale orders placed in that time were cancelled, not postponed.

| Depot | Closed | Orders cancelled |
|---|---|---|
| North quay | 4 August | 214 |
| Lighthouse | 6 August | 173 |

| State of a depot when the ferry stops | Status | What follows |
|---|---|---|
| More than twenty trading days of stock | On plan | No action; the depot is named in the weekly note |
| Between nine and twenty trading days | Stocktaking begins | Written plan of deliveries by the west road within five working days |

## What follows

From November on, each depot holds stock for twenty trading days.
`;
