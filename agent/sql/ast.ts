/**
 * BigQuery's query language as a tree: only what the parser knows, so what it does not know cannot pass.
 * Nodes are told apart by `kind` and never changed.
 */
type Node<K extends string, Fields = unknown> = { readonly kind: K } & Readonly<Fields>;

export type Expression =
  | Node<"string", { value: string }>
  /** As written: `12`, `1.5`, `1e3`, `0x1F`. */
  | Node<"number", { text: string }>
  | Node<"bool", { value: boolean }>
  | Node<"null">
  /** `DATE '2024-01-01'`. */
  | Node<"typed", { type: TypedLiteral; value: string }>
  | Path
  | Star
  | Call
  | Cast
  | Node<"unary", { op: "-" | "~" | "NOT"; value: Expression }>
  | Binary
  | Node<"is", { value: Expression; not: boolean; what: "NULL" | "TRUE" | "FALSE" }>
  | Node<"between", { value: Expression; not: boolean; low: Expression; high: Expression }>
  | InTest
  | Case
  | Node<"exists", { query: Query }>
  | Node<"scalar", { query: Query }>
  | Node<"array-query", { query: Query }>
  | Node<"array", { element?: TypeName; items: readonly Expression[] }>
  | Node<"struct", { fields: readonly { readonly name?: string; readonly value: Expression }[] }>
  /** `(1, 'a')`, as the left side and the items of IN. */
  | Node<"tuple", { items: readonly Expression[] }>
  | Index
  | Node<"field", { value: Expression; name: string }>
  | Node<"interval", { amount: Expression; unit: string }>
  | Extract
  | DatePart;

export type TypedLiteral = "DATE" | "DATETIME" | "TIMESTAMP" | "TIME" | "NUMERIC" | "JSON";

/** A column, with what qualifies it and the struct fields behind it: `t.address.city`. */
export type Path = Node<"path", { parts: readonly string[] }>;

/** `MONTH`, `WEEK(MONDAY)`. */
export type DatePart = Node<"part", { name: string; weekday?: string }>;

export type Cast = Node<"cast", { safe: boolean; value: Expression; type: TypeName }>;

export type Extract = Node<"extract", { part: DatePart; from: Expression; zone?: Expression }>;

export type Index = Node<"index", { value: Expression; mode: IndexMode; at: Expression }>;
export type IndexMode = "OFFSET" | "SAFE_OFFSET" | "ORDINAL" | "SAFE_ORDINAL" | "PLAIN";

export type Case = Node<
  "case",
  { operand?: Expression; branches: readonly CaseBranch[]; otherwise?: Expression }
>;
export type CaseBranch = { readonly when: Expression; readonly result: Expression };

export type Binary = Node<"binary", { op: BinaryOp; left: Expression; right: Expression }>;
export type BinaryOp = Logic | Comparison | Arithmetic;
type Logic = "OR" | "AND";
type Comparison =
  | ("=" | "!=" | "<" | "<=" | ">" | ">=")
  | ("LIKE" | "NOT LIKE" | "IS DISTINCT FROM" | "IS NOT DISTINCT FROM");
type Arithmetic = "|" | "^" | "&" | "<<" | ">>" | "+" | "-" | "*" | "/" | "||";

export type InTest = Node<"in", { value: Expression; not: boolean; among: Among }>;
export type Among =
  | Node<"list", { items: readonly Expression[] }>
  | Node<"query", { query: Query }>
  | Node<"unnest", { array: Expression }>;

export type Star = Node<
  "star",
  {
    qualifier?: string;
    except: readonly string[];
    replace: readonly { readonly name: string; readonly value: Expression }[];
  }
>;

/** `name` is in capitals; `SAFE.` before it is `safe`. */
export type Call = Node<
  "call",
  {
    name: string;
    safe: boolean;
    args: readonly Expression[];
    star: boolean;
    distinct: boolean;
    nulls?: "IGNORE" | "RESPECT";
    having?: { readonly which: "MAX" | "MIN"; readonly value: Expression };
    orderBy: readonly OrderItem[];
    limit?: Expression;
    over?: Over;
  }
>;

export type Over = Window | Node<"named", { name: string }>;

export type Window = Node<
  "window",
  {
    base?: string;
    partitionBy: readonly Expression[];
    orderBy: readonly OrderItem[];
    frame?: Frame;
  }
>;

export type Frame = {
  readonly unit: "ROWS" | "RANGE";
  readonly start: FrameBound;
  readonly end?: FrameBound;
};

/** Without `by` the bound is UNBOUNDED. */
export type FrameBound =
  | Node<"current">
  | Node<"bound", { direction: "PRECEDING" | "FOLLOWING"; by?: Expression }>;

export type OrderItem = {
  readonly value: Expression;
  readonly descending: boolean;
  /** Where NULLs go when the statement says so; BigQuery's default is first when ascending, last when descending. */
  readonly nulls?: "FIRST" | "LAST";
};

export type TypeName =
  | Node<"simple", { name: string; precision?: number; scale?: number }>
  | Node<"array", { element: TypeName }>
  | Node<"struct", { fields: readonly { readonly name?: string; readonly type: TypeName }[] }>;

export type Query = Node<
  "query",
  {
    recursive: boolean;
    ctes: readonly { readonly name: string; readonly query: Query }[];
    body: Select | SetOperation | Query;
    orderBy: readonly OrderItem[];
    limit?: Expression;
    offset?: Expression;
  }
>;

export type SetOperator = "UNION ALL" | "UNION DISTINCT" | "INTERSECT DISTINCT" | "EXCEPT DISTINCT";

export type SetOperation = Node<"set", { op: SetOperator; parts: readonly (Select | Query)[] }>;

export type SelectItem = { readonly value: Expression; readonly alias?: string };

export type Select = Node<
  "select",
  {
    distinct: boolean;
    asStruct: boolean;
    items: readonly SelectItem[];
    from?: From;
    where?: Expression;
    groupBy?: GroupBy;
    having?: Expression;
    qualify?: Expression;
    windows: readonly { readonly name: string; readonly window: Window }[];
  }
>;

export type GroupBy = Node<"all"> | Node<"items", { items: readonly GroupItem[] }>;

export type GroupItem =
  | Node<"plain", { value: Expression }>
  | Node<
      "sets",
      { how: "ROLLUP" | "CUBE" | "GROUPING SETS"; sets: readonly (readonly Expression[])[] }
    >;

export type From = TableRef | Derived | Unnest | Join | Pivot;

export type TableRef = Node<"table", { path: readonly string[]; alias?: string }>;

export type Derived = Node<"subquery", { query: Query; alias?: string }>;

/** `offset` is the name of the offset column. */
export type Unnest = Node<"unnest", { array: Expression; alias?: string; offset?: string }>;

export type JoinKind = "INNER" | "LEFT" | "RIGHT" | "FULL" | "CROSS";

export type Join = Node<
  "join",
  { join: JoinKind; left: From; right: From; on?: Expression; using?: readonly string[] }
>;

export type Pivot = Node<
  "pivot",
  {
    source: From;
    aggregates: readonly SelectItem[];
    column: Expression;
    values: readonly SelectItem[];
    alias?: string;
  }
>;
