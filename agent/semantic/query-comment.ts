import { z } from "zod";
import type { CompiledQuery, SemanticQuery } from "./metric-query.ts";

const MARK = "-- metric_query: ";

const value = z.union([z.string(), z.number(), z.boolean()]);
const isoDate = z.iso.date();
const plainFilter = z.strictObject({
  field: z.string(),
  op: z.enum([
    "in",
    "not-in",
    "eq",
    "neq",
    "gt",
    "gte",
    "lt",
    "lte",
    "between",
    "contains",
    "is-null",
    "is-not-null",
  ]),
  values: z.array(value),
});
const filter = plainFilter.extend({
  by: z
    .strictObject({
      dataset: z.string(),
      filters: z.array(plainFilter),
      time: z.strictObject({ start: isoDate, end: isoDate }).exactOptional(),
    })
    .exactOptional(),
});
const orderBy = z.array(z.strictObject({ by: z.string(), direction: z.enum(["asc", "desc"]) }));

const metricQuery = z.strictObject({
  kind: z.literal("metrics"),
  metrics: z.array(z.string()),
  dimensions: z.array(z.string()),
  filters: z.array(filter),
  having: z
    .array(
      z.strictObject({
        metric: z.string(),
        op: z.enum(["gt", "gte", "lt", "lte", "between"]),
        values: z.array(z.number()),
      }),
    )
    .exactOptional(),
  time: z
    .strictObject({
      start: isoDate,
      end: isoDate,
      grain: z.enum(["day", "week", "month", "quarter", "year"]).exactOptional(),
    })
    .exactOptional(),
  calculate: z
    .array(
      z.strictObject({
        kind: z.enum(["share", "running_total", "moving_average", "change", "change_ratio"]),
        metric: z.string(),
        periods: z.int().exactOptional(),
      }),
    )
    .exactOptional(),
  orderBy: orderBy.exactOptional(),
  limit: z.int().exactOptional(),
});

const rowQuery = z.strictObject({
  kind: z.literal("rows"),
  dataset: z.string(),
  fields: z.array(z.string()),
  filters: z.array(filter),
  time: z.strictObject({ start: isoDate, end: isoDate }).exactOptional(),
  orderBy: orderBy.exactOptional(),
  limit: z.int(),
});

const semanticQuery = z.discriminatedUnion("kind", [metricQuery, rowQuery]);

/** The compiled SQL under one comment line that says what it was compiled from. */
export function toToolSql(query: SemanticQuery, compiled: CompiledQuery): string {
  return `${MARK}${toLine(query)}\n${compiled.sql}`;
}

/** The query that a statement says it was compiled from; undefined when it says none or nothing valid. A claim, to be checked by compiling it again. */
export function readQueryComment(sql: string): SemanticQuery | undefined {
  const [line = ""] = sql.trimStart().split("\n", 1);
  if (!line.startsWith(MARK)) return undefined;
  const parsed = semanticQuery.safeParse(parseJson(line.slice(MARK.length)));
  return parsed.success ? parsed.data : undefined;
}

/** JSON without any character that some reader of SQL takes for the end of a line. */
function toLine(query: SemanticQuery): string {
  return JSON.stringify(query).replaceAll(
    /[\p{Cc}\u2028\u2029]/gu,
    (mark) => `\\u${(mark.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: no query
  }
}
