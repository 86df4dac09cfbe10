import { compileQuery } from "../semantic/compile.ts";
import { metricPlan } from "../semantic/metric-plan.ts";
import type { Filter, SemanticQuery } from "../semantic/metric-query.ts";
import type { Dataset, SemanticModel } from "../semantic/model.ts";
import { readQueryComment, toToolSql } from "../semantic/query-comment.ts";
import { datasetNamed, fieldWithId } from "../semantic/reachable.ts";
import { decide } from "./decide.ts";
import { type Gated, type Run, read } from "./run.ts";

/** A question about one subject alone, held to that one's rows. */
export type Isolated = { readonly sql: string; readonly customer: string };

/**
 * The statement of a question about one subject, by whatever it is named, with a condition on the subject's own key where
 * the rows are, and that key for the row security of a store that has it. Undefined for a question about several or none.
 */
export async function isolate(sql: string, run: Run): Promise<Isolated | undefined> {
  const { governed, open } = run.gated;
  const query = readQueryComment(sql);
  if (!governed || !query) return undefined;
  const { model } = governed.view.workspace;
  const about = aboutOne(query, model, run.gated);
  const customer = about && (await keyOf(about, run));
  if (about === undefined || customer === undefined) return undefined;
  const own = keyField(query, about.dataset, model);
  const filter: Filter = { field: own, op: "in", values: [customer] };
  const held = {
    ...query,
    filters: [...query.filters.filter((one) => !isSame(one, filter)), filter],
  };
  const compiled = compileQuery(held, model, open.workspace);
  return compiled.ok ? { sql: toToolSql(held, compiled.value), customer } : undefined;
}

type About = { readonly dataset: Dataset; readonly key: string; readonly filter: Filter };

/** The condition that names one subject: of a dataset that has one a row. */
function aboutOne(
  { filters }: SemanticQuery,
  model: SemanticModel,
  { governed }: Gated,
): About | undefined {
  const subjects = new Set(governed?.governance.access.subjects.map(({ field }) => field));
  for (const filter of filters) {
    const dataset = datasetNamed(model, fieldWithId(model, filter.field)?.dataset ?? "");
    const [key = "", another] = dataset?.primaryKey ?? [];
    const isOne = (filter.op === "eq" || filter.op === "in") && filter.values.length === 1;
    const isOfSingles = another === undefined && subjects.has(`${dataset?.name}.${key}`);
    if (dataset && isOne && isOfSingles && !filter.by) return { dataset, key, filter };
  }
  return undefined;
}

/** The subject's key; undefined where the condition is of several. */
async function keyOf({ dataset, key, filter }: About, run: Run): Promise<string | undefined> {
  const id = `${dataset.name}.${key}`;
  if (filter.field === id) return String(filter.values[0]);
  const { engine, options, gated } = run;
  const { open, governed } = gated;
  const rows = { kind: "rows", dataset: dataset.name, fields: [id], filters: [filter], limit: 2 };
  const query = rows as Extract<SemanticQuery, { kind: "rows" }>;
  const model = governed?.view.workspace.model;
  const compiled = model && compileQuery(query, model, open.workspace);
  if (!governed || !compiled?.ok) return undefined;
  const sql = toToolSql(query, compiled.value);
  const decided = decide(sql, { workspace: open.workspace, scope: engine.scope }, governed.view);
  if (!decided.ok || decided.value.kind !== "statement") return undefined;
  const { statement, asked } = decided.value;
  const found = await read(statement, { engine, options, gated, asked, by: engine.asked });
  const [row, another] = found.ok ? found.value.rows : [];
  return row?.[0] && !another ? String(row[0]) : undefined;
}

/** Where the rows themselves say whose they are: what is counted refers to the subject by this field. */
function keyField(
  query: SemanticQuery,
  { name, primaryKey }: Dataset,
  model: SemanticModel,
): string {
  const [base = "", another] = basesOf(query, model);
  const join = model.relationships.find(({ from, to }) => from === base && to === name);
  const [column = ""] = join?.fromColumns ?? [];
  const field = fieldWithId(model, `${base}.${column}`);
  return another === undefined && field ? field.id : `${name}.${primaryKey[0]}`;
}

function basesOf(query: SemanticQuery, model: SemanticModel): readonly string[] {
  if (query.kind === "rows") return [query.dataset];
  const metrics = model.metrics.filter(({ name }) => query.metrics.includes(name));
  return [...new Set(metrics.flatMap((metric) => metricPlan(model, metric).bases))];
}

function isSame(a: Filter, b: Filter): boolean {
  return a.field === b.field && String(a.values[0]) === String(b.values[0]);
}
