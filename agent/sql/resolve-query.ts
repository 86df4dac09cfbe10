import type { GroupItem, Query, Select, SelectItem, SetOperation, Star } from "./ast.ts";
import { complain } from "./complaint.ts";
import { listNearest } from "./nearest.ts";
import type { Catalog, Resolution, Resolver, StarColumn } from "./resolution.ts";
import { resolveExpression, resolveWindow } from "./resolve-expression.ts";
import { resolveFrom } from "./resolve-from.ts";
import { type Alias, EMPTY_SCOPE, readsOf, type Scope, same } from "./scope.ts";
import { type SqlField, UNKNOWN, unify } from "./types.ts";

/**
 * What every name of a query means.
 *
 * @throws {Complaint} for the first name that means nothing.
 */
export function resolveStatement(query: Query, catalog: Catalog): Resolution {
  const resolver: Resolver = {
    catalog,
    notes: {
      tables: new Set(),
      reads: new Set(),
      tableOf: new Map(),
      found: new Map(),
      typeOf: new Map(),
      columnsOf: new Map(),
      starOf: new Map(),
      keptOf: new Map(),
    },
    query: (inner, scope) => resolveQuery(inner, scope, resolver),
    expression: (inner, scope) => resolveExpression(inner, scope, resolver),
  };
  refuseTwins(resolver.query(query, EMPTY_SCOPE));
  return resolver.notes;
}

/** BigQuery gives no result with two columns of one name. */
function refuseTwins(columns: readonly SqlField[]): void {
  const names = new Set<string>();
  for (const { name } of columns) {
    const key = name.toLowerCase();
    if (names.has(key))
      complain(`Two columns are called "${name}"; give one of them another name with AS`);
    if (key !== "") names.add(key);
  }
}

function resolveQuery(query: Query, outer: Scope, resolver: Resolver): readonly SqlField[] {
  const scope = query.ctes.reduce((so, cte) => addCte(so, cte, { query, resolver }), outer);
  const columns = resolveBody(query, scope, resolver);
  for (const value of [query.limit, query.offset]) {
    if (value && value.kind !== "number") complain("LIMIT and OFFSET take a whole number");
  }
  resolver.notes.columnsOf.set(query, columns);
  return columns;
}

function addCte(
  scope: Scope,
  cte: Query["ctes"][number],
  { query, resolver }: { query: Query; resolver: Resolver },
): Scope {
  const name = cte.name.toLowerCase();
  const itself = query.recursive ? anchorColumns(cte.query, scope, resolver) : undefined;
  const visible = itself ? withCte(scope, name, itself) : scope;
  return withCte(scope, name, resolver.query(cte.query, visible));
}

function withCte(scope: Scope, name: string, columns: readonly SqlField[]): Scope {
  return { ...scope, ctes: new Map([...scope.ctes, [name, columns]]) };
}

/** The columns of a recursive query, which its first part tells before the second can name them. */
function anchorColumns(
  query: Query,
  scope: Scope,
  resolver: Resolver,
): readonly SqlField[] | undefined {
  const [anchor] = query.body.kind === "set" ? query.body.parts : [];
  if (anchor === undefined) return undefined;
  return anchor.kind === "query"
    ? resolver.query(anchor, scope)
    : resolveSelect({ select: anchor, order: [] }, scope, resolver);
}

function resolveBody(query: Query, scope: Scope, resolver: Resolver): readonly SqlField[] {
  const { body, orderBy } = query;
  const order = orderBy.map(({ value }) => value);
  if (body.kind === "select") return resolveSelect({ select: body, order }, scope, resolver);
  const columns =
    body.kind === "set" ? resolveSet(body, scope, resolver) : resolver.query(body, scope);
  const named = { ...scope, relations: [{ alias: "", columns }], merged: [] };
  for (const value of order) resolver.expression(value, named);
  return columns;
}

function resolveSet(set: SetOperation, scope: Scope, resolver: Resolver): readonly SqlField[] {
  const parts = set.parts.map((part) =>
    part.kind === "query"
      ? resolver.query(part, scope)
      : resolveSelect({ select: part, order: [] }, scope, resolver),
  );
  const [first = []] = parts;
  for (const part of parts) {
    if (part.length !== first.length) {
      complain(
        `The queries of a ${set.op} have ${first.length} and ${part.length} columns; they need as many`,
      );
    }
  }
  return first.map(({ name }, i) => ({
    name,
    type: unify(parts.map((part) => part[i]?.type ?? UNKNOWN)),
  }));
}

type SelectAndOrder = { readonly select: Select; readonly order: readonly SelectItem["value"][] };

function resolveSelect(
  { select, order }: SelectAndOrder,
  outer: Scope,
  resolver: Resolver,
): readonly SqlField[] {
  const windows = new Set(select.windows.map(({ name }) => name.toLowerCase()));
  const base: Scope = { ...outer, relations: [], merged: [], aliases: new Map(), windows };
  const from = select.from ? resolveFrom(select.from, base, resolver) : base;
  if (select.where) resolver.expression(select.where, from);
  const items = select.items.map((item) => resolveItem(item, from, resolver));
  const columns = items.flat();
  const named: Scope = { ...from, aliases: collectAliases(select.items, items) };
  resolveGroups(select, named, resolver);
  for (const value of [select.having, select.qualify]) if (value) resolver.expression(value, named);
  for (const { window } of select.windows) resolveWindow(window, from, resolver);
  for (const value of order) resolver.expression(value, named);
  const output = select.asStruct
    ? [{ name: "", type: { kind: "STRUCT" as const, fields: columns } }]
    : columns;
  resolver.notes.columnsOf.set(select, output);
  return output;
}

function resolveGroups(select: Select, scope: Scope, resolver: Resolver): void {
  if (select.groupBy?.kind !== "items") return;
  const values = (item: GroupItem) => (item.kind === "plain" ? [item.value] : item.sets.flat());
  for (const value of select.groupBy.items.flatMap(values)) resolver.expression(value, scope);
}

function resolveItem(item: SelectItem, scope: Scope, resolver: Resolver): readonly SqlField[] {
  if (item.value.kind === "star") return resolveStar(item.value, scope, resolver);
  const type = resolver.expression(item.value, scope);
  return [{ name: item.alias ?? impliedName(item.value), type }];
}

/** The name that BigQuery gives a column without AS; "" when it has none. */
export function impliedName(value: SelectItem["value"]): string {
  if (value.kind === "path") return value.parts.at(-1) ?? "";
  return value.kind === "field" ? value.name : "";
}

function collectAliases(
  items: readonly SelectItem[],
  columns: readonly (readonly SqlField[])[],
): ReadonlyMap<string, Alias> {
  const aliases = new Map<string, Alias>();
  const twice = new Set<string>();
  let ordinal = 1;
  for (const [i, { value }] of items.entries()) {
    for (const { name, type } of columns[i] ?? []) {
      const key = name.toLowerCase();
      if (aliases.has(key)) twice.add(key);
      if (key !== "" && value.kind !== "star") aliases.set(key, { value, type, ordinal });
      ordinal++;
    }
  }
  for (const key of twice) aliases.delete(key);
  return aliases;
}

function resolveStar(star: Star, scope: Scope, resolver: Resolver): readonly SqlField[] {
  const all = starColumns(star, scope);
  if (all.length === 0) complain("SELECT * needs a FROM");
  checkNames(star, all);
  for (const { value } of star.replace) resolver.expression(value, scope);
  for (const column of starReads(star, scope)) resolver.notes.reads.add(column);
  resolver.notes.starOf.set(
    star,
    all.map(({ qualifier, name }) => ({ qualifier, name })),
  );
  return all.filter(({ name }) => !star.except.some((out) => same(out, name)));
}

function checkNames(star: Star, columns: readonly StarColumn[]): void {
  for (const name of [...star.except, ...star.replace.map((item) => item.name)]) {
    if (columns.some((column) => same(column.name, name))) continue;
    const names = columns.map((column) => column.name);
    complain(
      `Column "${name}" does not exist; columns, nearest first: ${listNearest(name, names)}`,
    );
  }
}

function starReads({ qualifier, except }: Star, scope: Scope): readonly string[] {
  return scope.relations
    .filter(({ alias }) => !qualifier || same(alias, qualifier))
    .flatMap((relation) => {
      const kept = relation.columns.filter(({ name }) => !except.some((out) => same(out, name)));
      return readsOf(relation, kept);
    });
}

/** As BigQuery orders them: columns of USING first, then the rest table by table. */
function starColumns(star: Star, scope: Scope): readonly (StarColumn & SqlField)[] {
  const { qualifier } = star;
  const relations = scope.relations.filter(({ alias }) => !qualifier || same(alias, qualifier));
  if (qualifier && relations.length === 0) {
    const names = scope.relations.map(({ alias }) => alias).filter(Boolean);
    complain(
      `"${qualifier}.*" names no table here; tables, nearest first: ${listNearest(qualifier, names)}`,
    );
  }
  const all = relations.flatMap(({ alias, columns }) =>
    columns.map((column) => ({ ...column, qualifier: alias })),
  );
  if (qualifier) return all;
  const merged = scope.merged.map((name) => all.find((column) => same(column.name, name)));
  const first = merged.flatMap((column) => (column ? [{ ...column, qualifier: "" }] : []));
  return [...first, ...all.filter(({ name }) => !scope.merged.some((key) => same(key, name)))];
}

/** The columns a statement gives, by name and type; a nameless one is called as BigQuery calls it (`f0_`). */
export function outputColumns(columns: readonly SqlField[]): readonly SqlField[] {
  let nameless = 0;
  return columns.map(({ name, type }) => ({ name: name === "" ? `f${nameless++}_` : name, type }));
}
