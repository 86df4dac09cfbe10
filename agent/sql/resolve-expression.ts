import type { Call, Case, Expression, InTest, OrderItem, Over, Path, TypeName } from "./ast.ts";
import { checkCall, returnType } from "./check-call.ts";
import { complain } from "./complaint.ts";
import { checkInterval, checkPart } from "./date-parts.ts";
import { FUNCTIONS } from "./functions.ts";
import type { Resolver } from "./resolution.ts";
import { fieldType, findPath, type Scope } from "./scope.ts";
import { arrayOf, elementOf, type SqlType, scalar, toSqlType, UNKNOWN, unify } from "./types.ts";

/**
 * The type of an expression, after all names in it have been found.
 *
 * @throws {Complaint} for a name that does not exist or a function that may not be called.
 */
export function resolveExpression(
  expression: Expression,
  scope: Scope,
  resolver: Resolver,
): SqlType {
  const type = typeOf(expression, scope, resolver);
  resolver.notes.typeOf.set(expression, type);
  return type;
}

function typeOf(node: Expression, scope: Scope, resolver: Resolver): SqlType {
  const visit = (child: Expression) => resolver.expression(child, scope);
  switch (node.kind) {
    case "string":
      return scalar("STRING");
    case "number":
      return scalar(/^(\d+|0[xX].*)$/.test(node.text) ? "INT64" : "FLOAT64");
    case "bool":
      return scalar("BOOL");
    case "null":
      return UNKNOWN;
    case "typed":
      return scalar(node.type);
    case "path":
      return resolvePath(node, scope, resolver);
    case "star":
      return complain("* can stand only in a SELECT list or in COUNT(*)");
    case "call":
      return resolveCall(node, scope, resolver);
    case "cast":
      visit(node.value);
      return toSqlType(node.type);
    case "unary":
      return node.op === "NOT" ? boolOf([node.value], visit) : visit(node.value);
    case "binary":
      return binaryType(node.op, visit(node.left), visit(node.right));
    case "is":
      return boolOf([node.value], visit);
    case "between":
      return boolOf([node.value, node.low, node.high], visit);
    case "in":
      return resolveIn(node, scope, resolver);
    case "case":
      return resolveCase(node, visit);
    case "exists":
      resolver.query(node.query, inner(scope));
      return scalar("BOOL");
    case "scalar":
      return onlyColumn(
        resolver.query(node.query, inner(scope)),
        "A subquery that stands for a value",
      );
    case "array-query":
      return arrayOf(onlyColumn(resolver.query(node.query, inner(scope)), "ARRAY(…)"));
    case "array":
      return arrayType(node.items.map(visit), node.element);
    case "struct":
      return {
        kind: "STRUCT",
        fields: node.fields.map(({ name, value }) => ({
          name: name ?? (value.kind === "path" ? (value.parts.at(-1) ?? "") : ""),
          type: visit(value),
        })),
      };
    case "tuple":
      return {
        kind: "STRUCT",
        fields: node.items.map((item) => ({ name: "", type: visit(item) })),
      };
    case "index":
      visit(node.at);
      return elementOf(visit(node.value));
    case "field":
      return fieldType(visit(node.value), [node.name]);
    case "interval":
      visit(node.amount);
      checkInterval(node.unit);
      return scalar("INTERVAL");
    case "extract":
      visit(node.from);
      if (node.zone) visit(node.zone);
      return checkPart("EXTRACT", node.part);
    case "part":
      return UNKNOWN;
  }
}

function arrayType(items: readonly SqlType[], element?: TypeName): SqlType {
  return arrayOf(element ? toSqlType(element) : unify(items));
}

function boolOf(children: readonly Expression[], visit: (child: Expression) => SqlType): SqlType {
  children.forEach(visit);
  return scalar("BOOL");
}

function inner(scope: Scope): Scope {
  const { ctes } = scope;
  return { relations: [], merged: [], aliases: new Map(), windows: new Set(), ctes, parent: scope };
}

function onlyColumn(columns: readonly { type: SqlType }[], what: string): SqlType {
  const [column] = columns;
  if (column === undefined || columns.length > 1) {
    complain(`${what} must have one column, not ${columns.length}`);
  }
  return column.type;
}

function resolvePath(path: Path, scope: Scope, resolver: Resolver): SqlType {
  const found = findPath(path.parts, scope);
  resolver.notes.found.set(path, found);
  for (const column of found.reads ?? []) resolver.notes.reads.add(column);
  return found.type;
}

function resolveIn(node: InTest, scope: Scope, resolver: Resolver): SqlType {
  resolver.expression(node.value, scope);
  const { among } = node;
  if (among.kind === "list") for (const item of among.items) resolver.expression(item, scope);
  if (among.kind === "unnest") resolver.expression(among.array, scope);
  if (among.kind === "query")
    onlyColumn(resolver.query(among.query, inner(scope)), "A subquery after IN");
  return scalar("BOOL");
}

function resolveCase(node: Case, visit: (child: Expression) => SqlType): SqlType {
  if (node.operand) visit(node.operand);
  const types = node.branches.map(({ when, result }) => {
    visit(when);
    return visit(result);
  });
  return unify(node.otherwise ? [...types, visit(node.otherwise)] : types);
}

const TIMES = ["DATE", "DATETIME", "TIMESTAMP"];

function binaryType(op: string, left: SqlType, right: SqlType): SqlType {
  if (op === "||") return left.kind === "ARRAY" ? left : scalar("STRING");
  if (op === "/") {
    const wide = unify([left, right]);
    return wide.kind === "NUMERIC" || wide.kind === "UNKNOWN" ? wide : scalar("FLOAT64");
  }
  if (["+", "-", "*"].includes(op)) return sumType(op, left, right);
  if (["|", "^", "&", "<<", ">>"].includes(op)) return scalar("INT64");
  return scalar("BOOL");
}

function sumType(op: string, left: SqlType, right: SqlType): SqlType {
  if (TIMES.includes(left.kind)) {
    if (op === "-" && TIMES.includes(right.kind)) return scalar("INTERVAL");
    return left.kind === "DATE" && right.kind === "INTERVAL" ? scalar("DATETIME") : left;
  }
  if (TIMES.includes(right.kind)) return right;
  return left.kind === "UNKNOWN" || right.kind === "UNKNOWN" ? UNKNOWN : unify([left, right]);
}

function resolveCall(call: Call, scope: Scope, resolver: Resolver): SqlType {
  checkCall(call);
  const aggregate = FUNCTIONS.get(call.name)?.use === "aggregate" && call.over === undefined;
  // An aggregate in HAVING or ORDER BY takes columns of the tables, never columns of the SELECT list.
  const inside = aggregate ? { ...scope, aliases: new Map() } : scope;
  const types = call.args.map((arg) => resolver.expression(arg, inside));
  if (call.having) resolver.expression(call.having.value, inside);
  if (call.limit) resolver.expression(call.limit, inside);
  resolveOrder(call.orderBy, inside, resolver);
  if (call.over) resolveWindow(call.over, scope, resolver);
  return returnType(call, types);
}

function resolveOrder(items: readonly OrderItem[], scope: Scope, resolver: Resolver): void {
  for (const { value } of items) resolver.expression(value, scope);
}

/** @throws {Complaint} for a named window that the SELECT does not define. */
export function resolveWindow(window: Over, scope: Scope, resolver: Resolver): void {
  const base = window.kind === "named" ? window.name : window.base;
  if (base !== undefined && !scope.windows.has(base.toLowerCase())) {
    complain(`Window "${base}" is not defined in this SELECT`);
  }
  if (window.kind === "named") return;
  for (const value of window.partitionBy) resolver.expression(value, scope);
  resolveOrder(window.orderBy, scope, resolver);
  for (const bound of [window.frame?.start, window.frame?.end]) {
    if (bound?.kind === "bound" && bound.by) resolver.expression(bound.by, scope);
  }
}
