import type { Expression } from "../ast.ts";
import { complain } from "../complaint.ts";
import type { SqlType } from "../types.ts";

/** What a function's translation may use. */
export type Words = {
  /** The arguments as DuckDB text, each safe to stand beside any operator. */
  readonly args: readonly string[];
  /** ` OVER (…)` or "". */
  readonly over: string;
  /** `2025-01-06` when the workspace has a clock of its own. */
  readonly today: string | undefined;
  /** Arrays that are read as tables. */
  readonly sources: WeakSet<Expression>;
  print(node: Expression): string;
  typeOf(node: Expression | undefined): SqlType["kind"];
};

/** A string as DuckDB reads it. */
export function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** @throws {Complaint} saying that BigQuery could, but this engine cannot. */
export function unsupported(what: string, instead?: string): never {
  const hint = instead === undefined ? "" : `; ${instead}`;
  return complain(`${what} is not supported on the embedded warehouse${hint}`);
}

/** The text of a string literal. @throws {Complaint} when it is anything else. */
export function literalText(node: Expression | undefined, what: string): string {
  return node?.kind === "string" ? node.value : unsupported(`${what} that is not a plain string`);
}

/** The value of a whole number's literal, with its sign; undefined when it is anything else. */
export function literalInteger(node: Expression | undefined): number | undefined {
  if (node?.kind === "number" && /^\d+$/.test(node.text)) return Number(node.text);
  if (node?.kind === "unary" && node.op === "-") {
    const value = literalInteger(node.value);
    return value === undefined ? undefined : -value;
  }
  return undefined;
}
