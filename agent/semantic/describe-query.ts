import { describePeriod } from "./dates.ts";
import type { Calculation, Filter, MetricQuery, OrderBy, RowQuery } from "./metric-query.ts";
import type { Field, Metric } from "./model.ts";
import type { Grain } from "./time-range.ts";

type Parts = {
  readonly metrics: readonly Metric[];
  readonly dimensions: readonly Field[];
  readonly filters: readonly { filter: Filter; field: Field }[];
  readonly fiscalStart: number;
};

/** "Revenue and average deal by region for West, Q4 2024". */
export function describeMetricQuery(query: MetricQuery, parts: Parts): string {
  const { metrics, dimensions } = parts;
  const grain = query.time?.grain;
  const by = [...dimensions.map(({ label }) => label), ...(grain ? [grain] : [])];
  const calculated = (query.calculate ?? []).map((calculation) =>
    calculationLabel(
      calculation,
      metrics.find(({ name }) => name === calculation.metric)?.label ?? calculation.metric,
      grain,
    ),
  );
  const head = [...metrics.map(({ label }) => label), ...calculated];
  return sentence(
    [joined(head), by.length > 0 ? ` by ${joined(by)}` : "", filterWords(parts.filters)],
    {
      rank: rankWords(query.orderBy?.[0], query.limit),
      period: periodWords(query.time, parts.fiscalStart),
    },
  );
}

/** "Transactions for West, December 2024". */
export function describeRowQuery(
  query: RowQuery,
  label: string,
  parts: Omit<Parts, "metrics" | "dimensions">,
): string {
  return sentence([label, filterWords(parts.filters)], {
    rank: query.orderBy?.[0] ? rankWords(query.orderBy[0], query.limit) : undefined,
    period: periodWords(query.time, parts.fiscalStart),
  });
}

/** What a calculated column is called. */
export function calculationLabel(
  { kind, periods = 3 }: Calculation,
  metric: string,
  grain: Grain | undefined,
): string {
  switch (kind) {
    case "share":
      return `share of ${metric}`;
    case "running_total":
      return `running total of ${metric}`;
    case "moving_average":
      return `${periods}-${grain ?? "period"} average of ${metric}`;
    case "change":
      return `change in ${metric}`;
    case "change_ratio":
      return `relative change in ${metric}`;
  }
}

function sentence(
  words: readonly string[],
  { rank, period }: { rank: string | undefined; period: string | undefined },
): string {
  const text = [words.join(""), rank, period].filter(Boolean).join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function rankWords(order: OrderBy | undefined, limit: number | undefined): string | undefined {
  if (limit === undefined || limit >= 1000) return undefined;
  if (!order || order.by === "time") return `first ${limit}`;
  return order.direction === "desc" ? `top ${limit}` : `bottom ${limit}`;
}

function periodWords(
  time: { start: string; end: string } | undefined,
  fiscalStart: number,
): string | undefined {
  return time && describePeriod(time.start, time.end, fiscalStart);
}

function filterWords(filters: Parts["filters"]): string {
  return filters.map(({ filter, field }) => ` ${conditionWords(filter, field)}`).join(" and");
}

function conditionWords({ op, values, by }: Filter, { label, type }: Field): string {
  if (by) return `${op === "not-in" ? "without" : "with"} ${by.dataset.replaceAll("_", " ")}`;
  const shown = values.map(String);
  switch (op) {
    case "eq":
    case "in":
      return type === "String" ? `for ${joined(shown)}` : `with ${label} ${joined(shown)}`;
    case "neq":
    case "not-in":
      return type === "String"
        ? `without ${joined(shown)}`
        : `with ${label} other than ${joined(shown)}`;
    case "gt":
      return `with ${label} above ${shown[0]}`;
    case "gte":
      return `with ${label} of at least ${shown[0]}`;
    case "lt":
      return `with ${label} below ${shown[0]}`;
    case "lte":
      return `with ${label} of at most ${shown[0]}`;
    case "between":
      return `with ${label} from ${shown[0]} to ${shown[1]}`;
    case "contains":
      return `with ${label} containing "${shown[0]}"`;
    case "is-null":
      return `without ${label}`;
    case "is-not-null":
      return `with ${label}`;
  }
}

function joined(words: readonly string[]): string {
  return words.length < 2
    ? (words[0] ?? "")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
