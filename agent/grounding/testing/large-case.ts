import { tableOf } from "./evidence.ts";
import { count, type LabelledCase, money, percent } from "./labelled-case.ts";
import { createRandom } from "./random.ts";

const FIRST = "Acorn Birch Cedar Delta Ember Falcon Granite Harbor Indigo Juniper".split(" ");
const SECOND = "Foods Labs Motors Partners Retail Systems Textiles Tools Travel Works".split(" ");

/** A hundred rows of ten columns, of which the answer shows the first. 60 figures over 1,000 cells. */
export function largeCase(seed: number, shown = 12): LabelledCase {
  const random = createRandom(seed + 300);
  const customers = FIRST.flatMap((a) => SECOND.map((b) => `${a} ${b}`))
    .map((name) => {
      const revenue = random.between(0.05, 4) ** 2 * 250_000;
      const orders = random.integer(3, 420);
      return {
        name,
        revenue,
        orders,
        deal: revenue / orders,
        share: 0,
        cost: revenue * random.between(0.3, 0.8),
      };
    })
    .toSorted((a, b) => b.revenue - a.revenue);
  const total = customers.reduce((sum, { revenue }) => sum + revenue, 0);
  const columns = [
    "customer",
    "segment",
    "city",
    "plan",
    "revenue usd",
    "orders count",
    "average_deal usd",
    "revenue_share percent",
    "cost usd",
    "margin percent",
  ];
  const rows = customers.map(({ name, revenue, orders, deal, cost }, i) => [
    name,
    ["SMB", "Enterprise"][i % 2] ?? "",
    ["Oslo", "Lima", "Pune"][i % 3] ?? "",
    ["Basic", "Plus"][(i >> 1) % 2] ?? "",
    revenue,
    orders,
    deal,
    revenue / total,
    cost,
    1 - cost / revenue,
  ]);
  const evidence = [
    tableOf({ id: "e1", title: "Revenue by customer", since: "2024-01-01" }, columns, rows),
  ];
  const [leader] = customers;
  const top = customers.slice(0, 3).reduce((sum, { revenue }) => sum + revenue, 0);
  const marked = [
    leader
      ? `**${leader.name} leads with ${money(leader.revenue)}**, which is ${percent(leader.revenue / total)} of the total of ${money(total)}.`
      : "",
    `The top 3 customers together bring ${money(top)}, or ${percent(top / total)} of the total.`,
    "",
    "| Customer | Revenue | Orders | Average deal | Share | Margin |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...customers
      .slice(0, shown)
      .map(
        (c) =>
          `| ${c.name} | ${money(c.revenue)} | ${count(c.orders)} | ${money(c.deal)} | ${percent(c.revenue / total)} | ${percent(1 - c.cost / c.revenue)} |`,
      ),
    "",
    `_The first ${shown} of {{100}} customers._`,
  ].join("\n");
  return {
    name: `large ${seed}`,
    evidence,
    question: "Top customers by revenue",
    memories: [],
    marked,
  };
}
