import type { Expression, Path, Pivot, Query, Select, Star, TableRef } from "./ast.ts";
import type { Found, Scope } from "./scope.ts";
import type { SqlField, SqlType } from "./types.ts";

/** Tables by name, each with its columns in order. */
export type Catalog = {
  readonly dataset: string;
  readonly tables: ReadonlyMap<string, readonly SqlField[]>;
};

/** What the names of one statement mean. Keys are nodes of its tree. */
export type Resolution = {
  /** Physical tables read, in order of appearance. */
  readonly tables: Set<string>;
  /** Physical columns read, each `table.column`: by name, by a star, by USING or PIVOT, or with the whole row. */
  readonly reads: Set<string>;
  /** The physical table of a reference; absent for the name of a WITH query. */
  readonly tableOf: Map<TableRef, string>;
  readonly found: Map<Path, Found>;
  readonly typeOf: Map<Expression, SqlType>;
  readonly columnsOf: Map<Query | Select, readonly SqlField[]>;
  /** Columns that a star stands for, with the table each comes from. */
  readonly starOf: Map<Star, readonly StarColumn[]>;
  /** Columns that a PIVOT leaves, which it groups by. */
  readonly keptOf: Map<Pivot, readonly string[]>;
};

export type StarColumn = { readonly qualifier: string; readonly name: string };

/** The rules that need each other, given to each so that files need not import in a circle. */
export type Resolver = {
  readonly catalog: Catalog;
  readonly notes: Resolution;
  query(query: Query, scope: Scope): readonly SqlField[];
  expression(expression: Expression, scope: Scope): SqlType;
};
