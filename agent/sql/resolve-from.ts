import type { From, Join, Pivot, TableRef, Unnest } from "./ast.ts";
import { complain } from "./complaint.ts";
import { listNearest, nearestFirst } from "./nearest.ts";
import type { Catalog, Resolver } from "./resolution.ts";
import { type Relation, readsOf, type Scope, same } from "./scope.ts";
import { elementOf, type SqlField, scalar, UNKNOWN, unify } from "./types.ts";

/** `scope` with what FROM brings into it. */
export function resolveFrom(from: From, scope: Scope, resolver: Resolver): Scope {
  switch (from.kind) {
    case "table":
      return add(scope, resolveTable(from, scope, resolver));
    case "subquery": {
      const outside = { ...scope, relations: [], merged: [] };
      const columns = resolver.query(from.query, outside);
      return add(scope, { alias: from.alias ?? "", columns });
    }
    case "unnest":
      return add(scope, resolveUnnest(from, scope, resolver));
    case "join":
      return resolveJoin(from, scope, resolver);
    case "pivot":
      return add(scope, resolvePivot(from, scope, resolver));
  }
}

function add(scope: Scope, relation: Relation): Scope {
  const { alias } = relation;
  if (scope.relations.some((other) => same(other.alias, alias))) {
    complain(`Two tables are called "${alias}"; give one of them another name with AS`);
  }
  return { ...scope, relations: [...scope.relations, relation] };
}

function resolveTable(ref: TableRef, scope: Scope, { catalog, notes }: Resolver): Relation {
  const name = ref.path.at(-1) ?? "";
  const cte = ref.path.length === 1 ? scope.ctes.get(name.toLowerCase()) : undefined;
  if (cte !== undefined) return { alias: ref.alias ?? name, columns: cte };
  refuseReach(ref, scope, catalog);
  const table =
    [...catalog.tables.keys()].find((known) => known === name) ??
    [...catalog.tables.keys()].find((known) => same(known, name));
  if (table === undefined) {
    const names = [...scope.ctes.keys(), ...catalog.tables.keys()];
    complain(`Table "${name}" does not exist; tables, nearest first: ${listNearest(name, names)}`);
  }
  notes.tables.add(table);
  notes.tableOf.set(ref, table);
  return { alias: ref.alias ?? table, columns: catalog.tables.get(table) ?? [], table };
}

/** Refuses what reaches beyond the tables of the dataset. */
function refuseReach({ path }: TableRef, scope: Scope, { dataset }: Catalog): void {
  const written = path.join(".");
  if (path.some((part) => part.toUpperCase() === "INFORMATION_SCHEMA" || part.startsWith("__"))) {
    complain("INFORMATION_SCHEMA and other descriptions of the database are not allowed");
  }
  if (path.some((part) => part.includes("*")))
    complain(`Wildcard tables are not allowed: ${written}`);
  const [first = ""] = path;
  if (path.length > 1 && scope.relations.some(({ alias }) => same(alias, first))) {
    complain(`To read the array ${written}, write UNNEST(${written})`);
  }
  const owner = path.at(-2);
  if (path.length > 3 || (owner !== undefined && !same(owner, dataset))) {
    complain(`Table "${written}" is outside the dataset ${dataset}, the only one that may be read`);
  }
}

function resolveUnnest(unnest: Unnest, scope: Scope, resolver: Resolver): Relation {
  const value = elementOf(resolver.expression(unnest.array, scope));
  const alias = unnest.alias ?? "";
  const fields = value.kind === "STRUCT" ? value.fields : [];
  const whole = fields.length > 0 ? [] : [{ name: alias, type: value }];
  const offset = unnest.offset ? [{ name: unnest.offset, type: scalar("INT64") }] : [];
  return { alias, columns: [...whole, ...fields, ...offset], value };
}

function resolveJoin(join: Join, scope: Scope, resolver: Resolver): Scope {
  const left = resolveFrom(join.left, scope, resolver);
  const lateral = resolveFrom(join.right, left, resolver);
  const both = join.using ? merge(join.using, left, lateral) : lateral;
  for (const name of join.using ?? []) {
    for (const relation of both.relations)
      readColumns(relation, (column) => same(column, name), resolver);
  }
  if (join.on) resolver.expression(join.on, both);
  return both;
}

function readColumns(
  relation: Relation,
  picks: (name: string) => boolean,
  { notes }: Resolver,
): void {
  const columns = relation.columns.filter(({ name }) => picks(name));
  for (const column of readsOf(relation, columns)) notes.reads.add(column);
}

function merge(using: readonly string[], left: Scope, both: Scope): Scope {
  const right = both.relations.slice(left.relations.length);
  for (const name of using) {
    requireColumn(name, left.relations);
    requireColumn(name, right);
  }
  const added = using.filter((name) => !both.merged.some((known) => same(known, name)));
  return { ...both, merged: [...both.merged, ...added] };
}

function requireColumn(name: string, relations: readonly Relation[]): void {
  const names = relations.flatMap(({ columns }) => columns.map((column) => column.name));
  if (names.some((known) => same(known, name))) return;
  const owner = relations
    .map(({ alias }) => alias)
    .filter(Boolean)
    .join(", ");
  complain(
    `USING (${name}) needs a column "${name}" in ${owner}; its columns, nearest first: ${nearestFirst(name, names).slice(0, 12).join(", ")}`,
  );
}

function resolvePivot(pivot: Pivot, scope: Scope, resolver: Resolver): Relation {
  const inside = resolveFrom(pivot.source, { ...scope, relations: [], merged: [] }, resolver);
  resolver.expression(pivot.column, inside);
  const types = pivot.aggregates.map(({ value }) => resolver.expression(value, inside));
  for (const { value } of pivot.values) resolver.expression(value, inside);
  const used = new Set(usedColumns(pivot).map((name) => name.toLowerCase()));
  for (const relation of inside.relations) readColumns(relation, () => true, resolver);
  const kept = inside.relations
    .flatMap(({ columns }) => columns)
    .filter(({ name }) => !used.has(name.toLowerCase()));
  resolver.notes.keptOf.set(
    pivot,
    kept.map(({ name }) => name),
  );
  return { alias: pivot.alias ?? "", columns: [...kept, ...pivotColumns(pivot, types)] };
}

/** Columns that PIVOT takes up; what remains is what it groups by. */
export function usedColumns(pivot: Pivot): readonly string[] {
  const names: string[] = [];
  const roots = [pivot.column, ...pivot.aggregates.map(({ value }) => value)];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    else if (typeof node === "object" && node !== null) {
      const { kind, parts } = node as { kind?: string; parts?: readonly string[] };
      if (kind === "path") names.push(parts?.at(-1) ?? "");
      Object.values(node).forEach(walk);
    }
  };
  roots.forEach(walk);
  return names;
}

function pivotColumns(pivot: Pivot, types: readonly SqlField["type"][]): readonly SqlField[] {
  return pivot.values.flatMap((value) =>
    pivot.aggregates.map((aggregate, i) => ({
      name: pivotName(aggregate.alias, value),
      type: unify([types[i] ?? UNKNOWN]),
    })),
  );
}

/** The name of the column that PIVOT makes of one aggregate and one value. */
export function pivotName(aggregate: string | undefined, value: Pivot["values"][number]): string {
  const prefix = aggregate === undefined ? "" : `${aggregate}_`;
  return `${prefix}${value.alias ?? literalName(value.value)}`;
}

function literalName(value: Pivot["values"][number]["value"]): string {
  switch (value.kind) {
    case "string":
      return value.value.replace(/[^A-Za-z0-9_]/g, "_");
    case "number":
      return `_${value.text.replace(/[^A-Za-z0-9_]/g, "_point_")}`;
    case "bool":
      return value.value ? "TRUE" : "FALSE";
    case "null":
      return "NULL";
    default:
      return complain("PIVOT takes literal values, each with a name: IN ('Q1' AS q1)");
  }
}
