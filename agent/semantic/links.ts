import { fail, ok, type Result } from "../failure.ts";
import { filterSql } from "./conditions.ts";
import { fieldDateSql, keySql } from "./field-sql.ts";
import { joinPath } from "./join-paths.ts";
import { dateLiteral } from "./literals.ts";
import type { Filter, Link } from "./metric-query.ts";
import type { Field, SemanticModel } from "./model.ts";
import { datasetNamed, resolveFrom, timeFieldIn } from "./reachable.ts";
import { rowsOf } from "./rows-sql.ts";
import { indent, type SelectColumn, toStatement } from "./select.ts";
import { storeOf } from "./stores.ts";

type Linked = { readonly field: Field; readonly op: Filter["op"]; readonly by: Link };

/**
 * "Customers without orders": keys of the field's dataset among those that other rows refer to, or not among them. The other
 * rows are looked at on their own, so nothing fans out; rows that refer to nothing count for nothing.
 */
export function linkSql(
  { model, options }: { model: SemanticModel; options: { readonly dataset: string } },
  { field, op, by }: Linked,
): Result<string> {
  const path = joinPath(model, by.dataset, field.dataset);
  const last = path?.at(-1);
  const joined = last && isOneStore(model, by.dataset, field.dataset);
  if (!joined) return refuse(`Nothing leads from "${by.dataset}" to ${field.label}`);
  if (op !== "in" && op !== "not-in")
    return refuse(`Rows are linked by "in" or "not-in", not by "${op}"`);
  const where = conditionsOf(model, by);
  if (!where.ok) return where;
  const keys = last.fromColumns.map((column) => keySql(model, last.from, column));
  const rows = rowsOf(model, by.dataset, {
    needed: [last.from, ...where.value.needed],
    dataset: options.dataset,
  });
  const columns: SelectColumn[] = [{ sql: tuple(keys), as: "key" }];
  const present = keys.map((key) => `${key} IS NOT NULL`);
  const keysFound = toStatement(rows.ctes, {
    ...rows,
    columns,
    where: [...rows.where, ...where.value.conditions, ...present],
  });
  const own = tuple(last.toColumns.map((column) => keySql(model, last.to, column)));
  const not = op === "not-in" ? "NOT " : "";
  return ok(`${own} ${not}IN (\n${indent(indent(keysFound))}\n  )`);
}

/** Physical tables that the filters' links read. */
export function linkedTables(model: SemanticModel, filters: readonly Filter[]): readonly string[] {
  return filters.flatMap(({ by }) => (by && datasetNamed(model, by.dataset)?.tables) ?? []);
}

function isOneStore(model: SemanticModel, one: string, other: string): boolean {
  const stores = [one, other].map((name) => {
    const dataset = datasetNamed(model, name);
    return dataset && storeOf(dataset);
  });
  return stores[0] !== undefined && stores[0] === stores[1];
}

type Conditions = { readonly conditions: readonly string[]; readonly needed: readonly string[] };

function conditionsOf(model: SemanticModel, { dataset, filters, time }: Link): Result<Conditions> {
  const dated = timeFieldIn(model, dataset);
  if (time && !dated) return refuse(`"${dataset}" carries no date, so it has no periods`);
  const conditions: string[] = [];
  const needed: string[] = [];
  if (time && dated) {
    const day = fieldDateSql(dated);
    conditions.push(`${day} >= ${dateLiteral(time.start)}`, `${day} < ${dateLiteral(time.end)}`);
    needed.push(dated.dataset);
  }
  for (const filter of filters) {
    const field = resolveFrom(model, dataset, filter.field);
    if (!field) return refuse(`"${dataset}" cannot be filtered by "${filter.field}"`);
    const condition = filterSql(field, filter);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
    needed.push(field.dataset);
  }
  return ok({ conditions, needed });
}

function tuple(keys: readonly string[]): string {
  return keys.length === 1 ? (keys[0] ?? "") : `(${keys.join(", ")})`;
}

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}
