import { documentOf, tableOf } from "./evidence.ts";
import {
  count,
  type LabelledCase,
  money,
  percent,
  points,
  side,
  signedMoney,
  signedPercent,
  way,
} from "./labelled-case.ts";
import { createRandom, type Random } from "./random.ts";

const MEMBERS = [
  ["region", ["North", "South", "East", "West"]],
  ["segment", ["Enterprise", "SMB", "Consumer"]],
  ["category", ["Hardware", "Software", "Services", "Training", "Model 3000"]],
] as const;

/** Results against targets, with a breakdown of the miss. */
export function targetCase(seed: number): LabelledCase {
  const random = createRandom(seed);
  const [dimension, members] = random.pick(MEMBERS);
  const rows = members.map((name) => {
    const target = random.integer(12, 60) * 100_000;
    return { name, target, value: target * random.between(0.7, 1.2) };
  });
  const [value, target] = [total(rows, "value"), total(rows, "target")];
  const before = value * random.between(0.7, 1.3);
  const evidence = [
    tableOf(
      { id: "e1", title: "Revenue", since: "2024-10-01" },
      ["revenue usd", "revenue_target usd"],
      [[value, target]],
    ),
    tableOf({ id: "e2", title: "Revenue", since: "2023-10-01" }, ["revenue usd"], [[before]]),
    tableOf(
      { id: "e3", title: `Revenue by ${dimension}`, since: "2024-10-01" },
      [dimension, "revenue usd", "revenue_target usd"],
      rows.map(({ name, value: v, target: t }) => [name, v, t]),
    ),
  ];
  const [first] = rows.toSorted((a, b) => a.value - a.target - (b.value - b.target));
  const gap = value / target - 1;
  const marked = [
    `**Revenue in Q4 2024 was ${money(value)}**. Against the target of ${money(target)} that is **${signedPercent(gap)}** (${percent(Math.abs(gap))} ${side(gap)}).`,
    `Compared with Q4 2023 (${money(before)}) it is ${way(value - before)} **${signedPercent(value / before - 1)}**.`,
    "",
    `| ${dimension} | Revenue | Target | Gap | vs target | Share |`,
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows.map(
      ({ name, value: v, target: t }) =>
        `| ${name} | ${money(v)} | ${money(t)} | ${signedMoney(v - t)} | ${signedPercent(v / t - 1)} | ${percent(v / value)} |`,
    ),
    `| Total | ${money(value)} | ${money(target)} | ${signedMoney(value - target)} | ${signedPercent(gap)} | |`,
    "",
    first
      ? `- **${first.name}** is furthest from its target: ${money(first.value)} against ${money(first.target)}, ${money(Math.abs(first.value - first.target))} ${side(first.value - first.target)}.`
      : "",
    `1. All {{${rows.length}}} are listed as of 2024-12-31.`,
  ].join("\n");
  return {
    name: `target ${seed}`,
    evidence,
    question: "Why did we miss the target?",
    memories: [],
    marked,
  };
}

function total<K extends "value" | "target">(rows: readonly Record<K, number>[], key: K): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** A year and more by month. */
export function trendCase(seed: number): LabelledCase {
  const random = createRandom(seed + 100);
  const months = Array.from({ length: 24 }, (_, i) => ({
    date: `${2023 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-01`,
    label: `${MONTHS[i % 12]} ${2023 + Math.floor(i / 12)}`,
    value: random.between(2, 5) * 1_000_000 * (1 + i / 30),
    orders: random.integer(300, 1900),
  }));
  const [first, last] = [months[0], months.at(-1)];
  const [beforeLast, yearAgo] = [months.at(-2), months.at(-13)];
  if (!(first && last && beforeLast && yearAgo))
    throw new Error("Cannot build the trend: no months");
  const best = months.reduce((a, b) => (b.value > a.value ? b : a));
  const evidence = [
    tableOf(
      { id: "e1", title: "Revenue by month", since: "2023-01-01" },
      ["period date", "revenue usd", "orders count"],
      months.map(({ date, value, orders }) => [date, value, orders]),
    ),
  ];
  const marked = [
    `Revenue went from ${money(first.value)} in ${first.label} to ${money(last.value)} in ${last.label}, ${way(last.value - first.value)} ${percent(Math.abs(last.value / first.value - 1))}.`,
    `The best month was **${best.label}** with ${money(best.value)} from ${count(best.orders)} orders.`,
    `${last.label} is ${way(last.value - beforeLast.value)} ${percent(Math.abs(last.value / beforeLast.value - 1))} from the month before and ${signedPercent(last.value / yearAgo.value - 1)} year over year.`,
    "",
    "| Month | Revenue | Orders |",
    "| --- | ---: | ---: |",
    ...months
      .slice(-6)
      .map(({ label, value, orders }) => `| ${label} | ${money(value)} | ${count(orders)} |`),
  ].join("\n");
  return {
    name: `trend ${seed}`,
    evidence,
    question: "How did revenue develop by month?",
    memories: [],
    marked,
  };
}

/** Two periods in two results, in another currency, with a ratio that is measured in points. */
export function periodsCase(seed: number): LabelledCase {
  const random = createRandom(seed + 200);
  const plans = ["Starter", "Growth", "Scale"].map((name) => planOf(name, random));
  const now = {
    mrr: plans.reduce((s, p) => s + p.now, 0),
    churn: random.between(0.01, 0.07),
    seats: random.integer(900, 9000),
  };
  const before = {
    mrr: plans.reduce((s, p) => s + p.before, 0),
    churn: random.between(0.01, 0.07),
    seats: random.integer(900, 9000),
  };
  const target = random.integer(20, 60) / 1000;
  const columns = ["mrr EUR", "logo_churn percent", "seats count"];
  const evidence = [
    tableOf({ id: "e1", title: "MRR", since: "2024-11-01" }, columns, [
      [now.mrr, now.churn, now.seats],
    ]),
    tableOf({ id: "e2", title: "MRR", since: "2024-08-01" }, columns, [
      [before.mrr, before.churn, before.seats],
    ]),
    tableOf(
      { id: "e3", title: "MRR by plan", since: "2024-11-01" },
      ["plan", "mrr EUR"],
      plans.map((p) => [p.name, p.now]),
    ),
    tableOf(
      { id: "e4", title: "MRR by plan", since: "2024-08-01" },
      ["plan", "mrr EUR"],
      plans.map((p) => [p.name, p.before]),
    ),
    documentOf("e5", "metrics.md", {
      Churn: `Logo churn counts customers without a seat for 60 days. The churn target is ${(target * 100).toFixed(1)}%.`,
    }),
  ];
  const delta = now.mrr - before.mrr;
  const marked = [
    `MRR ${delta < 0 ? "fell" : "rose"} by ${percent(Math.abs(delta / before.mrr))}: from ${money(before.mrr, "EUR")} in Q3 FY2025 to ${money(now.mrr, "EUR")} in Q4 FY2025 (${signedMoney(delta, "EUR")}).`,
    "",
    "| Metric | Q3 FY2025 | Q4 FY2025 | Change |",
    "| --- | ---: | ---: | ---: |",
    `| MRR | ${money(before.mrr, "EUR")} | ${money(now.mrr, "EUR")} | ${signedPercent(delta / before.mrr)} |`,
    `| Logo churn | ${percent(before.churn)} | ${percent(now.churn)} | ${signedPercent(now.churn / before.churn - 1)} |`,
    `| Seats | ${count(before.seats)} | ${count(now.seats)} | ${signedPercent(now.seats / before.seats - 1)} |`,
    "",
    "| Plan | MRR, Q3 FY2025 | Q4 FY2025 | Change |",
    "| --- | ---: | ---: | ---: |",
    ...plans.map(
      (p) =>
        `| ${p.name} | ${money(p.before, "EUR")} | ${money(p.now, "EUR")} | ${signedMoney(p.now - p.before, "EUR")} |`,
    ),
    "",
    `Logo churn of ${percent(now.churn)} is ${points(Math.abs(now.churn - target))} ${side(now.churn - target)} the target of ${percent(target)} [metrics.md › Churn].`,
  ].join("\n");
  return {
    name: `periods ${seed}`,
    evidence,
    question: "Compare MRR in Q4 with Q3",
    memories: [],
    marked,
  };
}

function planOf(name: string, random: Random): { name: string; now: number; before: number } {
  const before = random.between(40, 900) * 1000;
  return { name, before, now: before * random.between(0.6, 1.5) };
}
