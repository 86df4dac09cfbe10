import type { Cell } from "../../events.ts";
import { ok, type Result } from "../../failure.ts";
import { aggregateKind, safeDivisions } from "../../semantic/aggregates.ts";
import { call, quoteName } from "../../semantic/expression.ts";
import { metricPlan } from "../../semantic/metric-plan.ts";
import type { MetricQuery } from "../../semantic/metric-query.ts";
import type { Metric } from "../../semantic/model.ts";
import { type PassSql, passSql } from "../../semantic/pass-sql.ts";
import type { Measure, Pass } from "../../semantic/passes.ts";
import { timeFieldFor } from "../../semantic/reachable.ts";
import { indent, toStatement } from "../../semantic/select.ts";
import type { QueryResult } from "../../warehouse/warehouse.ts";
import { type SubjectField, subjectsOf } from "../subjects.ts";
import { type CellFacts, keyOf, type PartFacts, type SubjectFacts } from "./cells.ts";
import type { SafeContext } from "./safe-context.ts";

/** Cells that one question may have. */
export const MAX_CELLS = 10_000;

type Asked = { readonly query: MetricQuery; readonly metrics: readonly Metric[] };

/** What each cell of a question stands for, by `keyOf` its keys; over every dataset and kind of subject. A cell of no rows is not there. */
export async function readFacts(
  passes: readonly Pass[],
  asked: Asked,
  context: SafeContext,
): Promise<Result<ReadonlyMap<string, CellFacts>>> {
  const cells = new Map<string, CellFacts>();
  const jobs = passes.flatMap((pass) =>
    subjectsOf(pass.base, context.model, context.access).map((one) => ({ pass, one })),
  );
  const reads = await Promise.all(jobs.map((job) => readOne(job, asked, context)));
  for (const [index, read] of reads.entries()) {
    if (!read.ok) return read;
    for (const { keys, facts } of read.value) {
      const key = keyOf(keys);
      const before = cells.get(key)?.facts ?? nothing(jobs.slice(0, index), asked, context);
      cells.set(key, { keys, facts: [...before, facts] });
    }
    for (const [key, cell] of cells) {
      // Not in this pass: nobody stands behind it there.
      const lost = nothing(jobs.slice(cell.facts.length, index + 1), asked, context);
      if (lost.length > 0) cells.set(key, { ...cell, facts: [...cell.facts, ...lost] });
    }
  }
  return ok(cells);
}

type Job = { readonly pass: Pass; readonly one: SubjectField };

function nothing(jobs: readonly Job[], asked: Asked, context: SafeContext): SubjectFacts[] {
  return jobs.map(({ pass, one }) => ({
    k: one.subject.k,
    subjects: 0,
    parts: measuresOf(pass, asked, context).map(() => ({ contributors: 0, largest: 0, total: 0 })),
    rests: [],
  }));
}

async function readOne(
  { pass, one }: Job,
  asked: Asked,
  context: SafeContext,
): Promise<Result<readonly { keys: readonly Cell[]; facts: SubjectFacts }[]>> {
  const { query } = asked;
  const measures = measuresOf(pass, asked, context);
  const inner = passSql(
    context,
    { ...pass, measures },
    {
      subject: "This",
      dimensions: [
        ...query.dimensions.map((id, i) => ({ id, column: `group_${i}` })),
        { id: one.field.id, column: "subject" },
      ],
      filters: query.filters,
      time: query.time,
    },
  );
  if (!inner.ok) return inner;
  const width = (pass.time && query.time?.grain ? 1 : 0) + query.dimensions.length;
  const result = await context.ask(outerSql(inner.value, width, measures.length), MAX_CELLS + 1);
  const shares = sharesIn(pass, asked, context);
  return result.ok ? ok(toFacts(result.value, { width, k: one.subject.k, shares })) : result;
}

function outerSql({ select, ctes }: PassSql, width: number, parts: number): string {
  const keys = select.columns.slice(0, width).map(({ as }) => quoteName(as));
  const figures = Array.from({ length: parts }, (_, i) => [
    `COUNTIF(part_${i} IS NOT NULL AND part_${i} != 0)`,
    `MAX(ABS(part_${i}))`,
    `SUM(ABS(part_${i}))`,
  ]).flat();
  const columns = [...keys, "COUNT(subject)", ...figures].map((sql, i) => `${sql} AS c_${i}`);
  const groups = keys.map((_, i) => i + 1).join(", ");
  return [
    `SELECT ${columns.join(", ")}`,
    `FROM (\n${indent(toStatement(ctes, select))}\n) AS of_subject`,
    groups && `GROUP BY ${groups}`,
  ]
    .filter(Boolean)
    .join("\n");
}

type Shape = { readonly width: number; readonly k: number; readonly shares: readonly number[] };

function toFacts({ rows }: QueryResult, { width, k, shares }: Shape) {
  return rows.map((row) => {
    const [subjects = 0, ...figures] = row.slice(width).map(Number);
    const parts: PartFacts[] = [];
    for (let i = 0; i < figures.length; i += 3) {
      const [contributors = 0, largest = 0, total = 0] = figures.slice(i, i + 3);
      parts.push({ contributors, largest, total });
    }
    const rests = shares.flatMap((at) => restOf(parts[at], parts[at + 1]));
    return { keys: row.slice(0, width), facts: { k, subjects, parts, rests } };
  });
}

/** Of a share that counts everyone once; none of one of amounts. */
function restOf(part: PartFacts | undefined, whole: PartFacts | undefined): readonly number[] {
  const isOnce = part && whole && part.largest <= 1 && whole.largest <= 1;
  return isOnce ? [Math.abs(whole.contributors - part.contributors)] : [];
}

/** Where among the measures of a pass those of a share begin: a percentage of one part by another. */
function sharesIn(pass: Pass, asked: Asked, context: SafeContext): readonly number[] {
  let at = 0;
  return asked.metrics.flatMap((metric) => {
    const own = measuresOf(pass, { ...asked, metrics: [metric] }, context).length;
    const start = at;
    at += own;
    return metric.unit === "percent" && own === 2 ? [start] : [];
  });
}

/** The parts of the metrics that the pass computes, each as figures that add up over subjects. */
function measuresOf(pass: Pass, { query, metrics }: Asked, { model }: SafeContext): Measure[] {
  const nodes = metrics.flatMap((metric) => {
    const time = query.time && timeFieldFor(model, metric, pass.base);
    if (query.time && time?.id !== pass.time?.id) return [];
    return metricPlan(model, metric)
      .parts.filter(({ dataset }) => dataset === pass.base)
      .flatMap(({ node }) =>
        aggregateKind(node) === "other"
          ? [call("COUNT", ...node.args), call("SUM", ...node.args)]
          : [node],
      );
  });
  return nodes.map((node, i) => ({ column: `part_${i}`, node: safeDivisions(node) }));
}
