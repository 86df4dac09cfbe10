import type { Expression } from "./ast.ts";
import { complain } from "./complaint.ts";
import { listNearest } from "./nearest.ts";
import { type SqlField, type SqlType, UNKNOWN } from "./types.ts";

/** A table, subquery or array after FROM. `value` is set for an array: its items can be named by the alias alone. */
export type Relation = {
  /** "" when it has none. */
  readonly alias: string;
  readonly columns: readonly SqlField[];
  readonly value?: SqlType;
  /** The physical table that it is. */
  readonly table?: string;
};

/** What names mean at one place of a statement. Names are compared without case. */
export type Scope = {
  readonly relations: readonly Relation[];
  /** Columns that USING made one of. */
  readonly merged: readonly string[];
  /** Columns of the SELECT list, where they can be named (GROUP BY, HAVING, QUALIFY, ORDER BY). */
  readonly aliases: ReadonlyMap<string, Alias>;
  readonly ctes: ReadonlyMap<string, readonly SqlField[]>;
  readonly windows: ReadonlySet<string>;
  readonly parent?: Scope;
};

export type Alias = {
  readonly value: Expression;
  readonly type: SqlType;
  readonly ordinal: number;
};

/** What a path turned out to be; `parts` spelled as the tables spell them. */
export type Found = {
  readonly parts: readonly string[];
  /** The table that a column written without one belongs to, where it has a name and USING has not merged the column. */
  readonly owner?: string;
  readonly type: SqlType;
  readonly alias?: Alias;
  /** Physical columns that are read through it, each `table.column`. */
  readonly reads?: readonly string[];
};

export const EMPTY_SCOPE: Scope = {
  relations: [],
  merged: [],
  aliases: new Map(),
  ctes: new Map(),
  windows: new Set(),
};

/** @throws {Complaint} that names what could have been meant. */
export function findPath(parts: readonly string[], scope: Scope): Found {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = findHere(parts, at);
    if (found !== undefined) return found;
  }
  return refuseName(parts, scope);
}

function findHere(parts: readonly string[], scope: Scope): Found | undefined {
  const [first = "", ...rest] = parts;
  const alias = scope.aliases.get(first.toLowerCase());
  if (alias !== undefined) return { parts, type: fieldType(alias.type, rest), alias };
  const relation = scope.relations.find((candidate) => same(candidate.alias, first));
  if (relation !== undefined && rest.length > 0) return findInRelation(relation, parts);
  const column = findColumn(first, scope);
  if (column !== undefined) {
    const { name, type, owner, reads } = column;
    const whole = { parts: [name, ...rest], type: fieldType(type, rest), reads };
    return { ...whole, ...(owner && { owner }) };
  }
  if (relation !== undefined)
    return { parts, type: relation.value ?? UNKNOWN, reads: readsOf(relation) };
  const open = scope.relations.some(({ value }) => value?.kind === "UNKNOWN");
  return open ? { parts, type: UNKNOWN } : undefined;
}

function findInRelation(relation: Relation, parts: readonly string[]): Found {
  const [, name = "", ...rest] = parts;
  const qualifier = relation.alias;
  const column = relation.columns.find((candidate) => same(candidate.name, name));
  if (column !== undefined && !(relation.value && same(name, relation.alias))) {
    const reads = readsOf(relation, [column]);
    return { parts: [qualifier, column.name, ...rest], type: fieldType(column.type, rest), reads };
  }
  if (relation.value) return { parts, type: fieldType(relation.value, parts.slice(1)) };
  const names = relation.columns.map((candidate) => candidate.name).filter(Boolean);
  return complain(
    `Column "${name}" does not exist in ${relation.alias}; its columns, nearest first: ${listNearest(name, names)}`,
  );
}

type Owned = SqlField & { readonly owner?: string; readonly reads: readonly string[] };

function findColumn(name: string, scope: Scope): Owned | undefined {
  const owners = scope.relations.flatMap((relation) => {
    const column = relation.columns.find((candidate) => same(candidate.name, name));
    return column === undefined ? [] : [{ relation, column }];
  });
  const merged = scope.merged.some((candidate) => same(candidate, name));
  if (owners.length > 1 && !merged) {
    const written = owners.map(({ relation, column }) => `${relation.alias}.${column.name}`);
    complain(`Column "${name}" is ambiguous; write ${written.join(" or ")}`);
  }
  const [first] = owners;
  if (first === undefined) return undefined;
  const reads = owners.flatMap(({ relation, column }) => readsOf(relation, [column]));
  return merged || first.relation.alias === ""
    ? { ...first.column, reads }
    : { ...first.column, reads, owner: first.relation.alias };
}

/** Physical columns behind columns of a relation; none where it is no table. */
export function readsOf(
  { table, columns: all }: Relation,
  columns: readonly SqlField[] = all,
): readonly string[] {
  return table === undefined ? [] : columns.map(({ name }) => `${table}.${name}`);
}

/** The type behind the fields of a struct; UNKNOWN where that is not known. */
export function fieldType(type: SqlType, fields: readonly string[]): SqlType {
  const [first, ...rest] = fields;
  if (first === undefined) return type;
  if (type.kind === "UNKNOWN" || type.kind === "JSON") return type;
  if (type.kind !== "STRUCT")
    return complain(`"${first}" is not a field: ${type.kind} has no fields`);
  const field = type.fields.find((candidate) => same(candidate.name, first));
  if (field === undefined) {
    const names = type.fields.map((candidate) => candidate.name);
    return complain(
      `Field "${first}" does not exist; fields, nearest first: ${listNearest(first, names)}`,
    );
  }
  return fieldType(field.type, rest);
}

function refuseName(parts: readonly string[], scope: Scope): never {
  const [first = "", second] = parts;
  const relations = scopes(scope).flatMap((at) => at.relations);
  if (relations.length === 0)
    complain(`Column "${first}" does not exist; there is no FROM to take it from`);
  if (second !== undefined) {
    const names = relations.map(({ alias }) => alias).filter(Boolean);
    complain(
      `"${first}" is neither a table nor a column here; tables, nearest first: ${listNearest(first, names)}`,
    );
  }
  const columns = relations.flatMap((relation) => relation.columns.map(({ name }) => name));
  const from = relations
    .map(({ alias }) => alias)
    .filter(Boolean)
    .join(", ");
  const where = from === "" ? "" : ` in ${from}`;
  return complain(
    `Column "${first}" does not exist${where}; columns, nearest first: ${listNearest(first, columns.filter(Boolean))}`,
  );
}

function scopes(scope: Scope): readonly Scope[] {
  return scope.parent === undefined ? [scope] : [scope, ...scopes(scope.parent)];
}

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase() && a !== "";
}
