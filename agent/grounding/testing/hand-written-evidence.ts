import type { EvidenceEvent } from "../../events.ts";
import { documentOf, tableOf } from "./evidence.ts";

/** What the answers of `testdata/hand-written.md` were written from, by the name of their section. */
export const HAND_WRITTEN_EVIDENCE: Readonly<Record<string, readonly EvidenceEvent[]>> = {
  regions: [
    tableOf(
      { id: "e1", title: "Revenue, Q4 2024", since: "2024-10-01" },
      ["revenue usd", "revenue_target usd"],
      [[12_400_000, 13_000_000]],
    ),
    tableOf(
      { id: "e2", title: "Revenue, Q4 2023", since: "2023-10-01" },
      ["revenue usd"],
      [[9_600_000]],
    ),
    tableOf(
      { id: "e3", title: "Revenue by region", since: "2024-10-01" },
      ["region", "revenue usd", "revenue_target usd"],
      [
        ["North", 3_800_000, 3_500_000],
        ["South", 3_100_000, 3_000_000],
        ["East", 2_900_000, 3_000_000],
        ["West", 2_600_000, 3_500_000],
      ],
    ),
    tableOf(
      { id: "e4", title: "West, Q3 2024", since: "2024-07-01" },
      ["revenue usd", "transactions count", "average_deal usd"],
      [[3_400_000, 1247, 2726.54]],
    ),
    tableOf(
      { id: "e5", title: "West, Q4 2024", since: "2024-10-01" },
      ["revenue usd", "transactions count", "average_deal usd"],
      [[2_600_000, 892, 2914.8]],
    ),
    documentOf("e6", "pricing_policy.md", {
      "Price increase":
        "List prices rose by 12% on 1 November 2024. Legacy customers lost a discount of 15%.",
      Thresholds: "A result within 10% below target is slightly below target.",
    }),
  ],
  churn: [
    tableOf(
      { id: "e1", title: "Churn", since: "2024-12-31" },
      ["churn_rate percent", "customers count", "churned_customers count"],
      [[0.0421, 1853, 78]],
    ),
    tableOf(
      { id: "e2", title: "Churn", since: "2024-09-30" },
      ["churn_rate percent", "customers count", "churned_customers count"],
      [[0.0378, 1912, 72]],
    ),
    tableOf(
      { id: "e3", title: "Churn by segment", since: "2024-12-31" },
      ["segment", "churn_rate percent", "customers count"],
      [
        ["Enterprise", 0.012, 214],
        ["SMB", 0.0512, 903],
        ["Consumer", 0.0397, 736],
      ],
    ),
    documentOf("e4", "metrics_definitions.md", {
      Churn:
        "Churned customers made no purchase in the last 90 days. The churn target is 3.5%; the industry benchmark is 5.1%.",
    }),
  ],
  free: [
    tableOf(
      { id: "e1", title: "SQL", since: "2024-01-01" },
      ["product", "total_sales number", "order_count number", "return_rate number"],
      [
        ["Model 3000", 1_284_500.5, 4120, 0.031],
        ["Model 200", 940_220, 2871, 0.058],
        ["Cable Kit", 118_004.25, 9033, 0.012],
      ],
    ),
  ],
  months: [
    tableOf(
      { id: "e1", title: "Signups by month", since: "2024-07-01" },
      ["period date", "signups count", "cost_per_signup EUR"],
      [
        ["2024-07-01", 412, 31.5],
        ["2024-08-01", 388, 33.1],
        ["2024-09-01", 451, 29.9],
        ["2024-10-01", 497, 28.4],
        ["2024-11-01", 530, 27.75],
        ["2024-12-01", 466, 34.2],
      ],
    ),
  ],
  policy: [
    documentOf("e1", "discounts.md", {
      Tiers:
        "Orders above $50,000 earn a discount of 5%, above $100,000 of 8%. Discounts over 20% need the approval of the CFO within 3 days.",
      Support:
        "Enterprise support answers within 4 hours; standard support within 2 business days. Contracts run 36 months.",
    }),
  ],
};

/** Questions and memories of the sections that have any. */
export const HAND_WRITTEN_CONTEXT: Readonly<
  Record<string, { question: string; memories: readonly string[] }>
> = {
  free: { question: "Which products sell more than $100k?", memories: [] },
  months: {
    question: "How did signups develop?",
    memories: ["signups_goal: The team wants 500 signups a month."],
  },
};
