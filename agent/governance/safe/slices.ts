import { createHash } from "node:crypto";
import { z } from "zod";
import type { Result } from "../../failure.ts";
import { ok } from "../../failure.ts";
import type { MetricQuery } from "../../semantic/metric-query.ts";
import type { Metric, SemanticModel } from "../../semantic/model.ts";
import type { Pass } from "../../semantic/passes.ts";
import { planPasses } from "../../semantic/passes.ts";

const Filter = z.object({
  field: z.string(),
  op: z.string(),
  values: z.array(z.union([z.string(), z.number(), z.boolean()])),
});

/** Rows of one dataset that figures were made of, and how they were grouped. */
export const Slice = z.object({
  base: z.string(),
  /** Id of the field that the period applies to. */
  timeField: z.string().exactOptional(),
  time: z
    .object({ start: z.string(), end: z.string(), grain: z.string().exactOptional() })
    .exactOptional(),
  dimensions: z.array(z.string()),
  filters: z.array(Filter),
});

export type Slice = z.infer<typeof Slice>;

/** The slices that a question's figures are of, one a pass over the data. */
export function slicesOf(
  model: SemanticModel,
  query: MetricQuery,
  metrics: readonly Metric[],
): Result<readonly { readonly pass: Pass; readonly slice: Slice }[]> {
  const passes = planPasses(model, metrics, query.time);
  if (!passes.ok) return passes;
  const { time, dimensions, filters } = query;
  return ok(
    passes.value.map((pass) => ({
      pass,
      slice: {
        base: pass.base,
        ...(pass.time && { timeField: pass.time.id }),
        ...(time && pass.time && { time }),
        dimensions: [...dimensions],
        filters: filters.map(({ field, op, values }) => ({ field, op, values: [...values] })),
      },
    })),
  );
}

/** The same for the same slice, however its filters are ordered. */
export function idOf({ filters, dimensions, ...rest }: Slice): string {
  const canonical = [rest.base, rest.timeField, rest.time, dimensions.toSorted()];
  const conditions = filters.map((filter) => JSON.stringify(filter)).toSorted();
  const text = JSON.stringify([...canonical, conditions]);
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}

/** What a slice is a part of: without each of its filters, without all, and not divided. Nobody need have asked for those: anyone may. */
export function wholesOf(slice: Slice): readonly Slice[] {
  const { filters } = slice;
  const without = filters.map((filter) => filters.filter((other) => other !== filter));
  const wholes = [
    ...(filters.length === 0 ? [] : [...without, []]).map((left) => ({ ...slice, filters: left })),
    { ...slice, filters: [], dimensions: [] },
  ];
  const others = wholes.filter((whole) => idOf(whole) !== idOf(slice));
  return [...new Map(others.map((whole) => [idOf(whole), whole])).values()];
}

/** The totals that shares of a slice let be worked out: of each period where there are groups, else of the whole time. */
export function totalsOf(
  slice: Slice,
  { calculate = [], dimensions }: MetricQuery,
): readonly Slice[] {
  if (!calculate.some(({ kind }) => kind === "share")) return [];
  if (dimensions.length > 0) return [{ ...slice, dimensions: [] }];
  if (!slice.time) return [];
  const { grain: _, ...whole } = slice.time;
  return [{ ...slice, time: whole }];
}

/** A cell's name in the ledger, which does not tell its groups. */
export function hashOfKey(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 12);
}
