import type { Call } from "../ast.ts";
import type { Writer } from "./dates.ts";
import { divide } from "./scalars.ts";
import { literalInteger, unsupported, type Words } from "./words.ts";

/** Aggregates and window functions that DuckDB has with the same meaning. */
const SAME: Readonly<Record<string, string>> = {
  SUM: "sum",
  MIN: "min",
  MAX: "max",
  COUNT: "count",
  LOGICAL_AND: "bool_and",
  LOGICAL_OR: "bool_or",
  BIT_AND: "bit_and",
  BIT_OR: "bit_or",
  BIT_XOR: "bit_xor",
  // Those of DuckDB without "_null" pass over rows whose value is NULL.
  MAX_BY: "arg_max_null",
  MIN_BY: "arg_min_null",
  CORR: "corr",
  COVAR_POP: "covar_pop",
  COVAR_SAMP: "covar_samp",
  STDDEV: "stddev_samp",
  STDDEV_SAMP: "stddev_samp",
  STDDEV_POP: "stddev_pop",
  VARIANCE: "var_samp",
  VAR_SAMP: "var_samp",
  VAR_POP: "var_pop",
  GROUPING: "grouping",
  ROW_NUMBER: "row_number",
  RANK: "rank",
  DENSE_RANK: "dense_rank",
  PERCENT_RANK: "percent_rank",
  CUME_DIST: "cume_dist",
  NTILE: "ntile",
  LAG: "lag",
  LEAD: "lead",
  FIRST_VALUE: "first_value",
  LAST_VALUE: "last_value",
  NTH_VALUE: "nth_value",
};

function apply(name: string, call: Call, words: Words): string {
  const inside = call.star ? "*" : words.args.join(", ");
  const nulls = call.nulls === "IGNORE" ? " IGNORE NULLS" : "";
  return `${name}(${call.distinct ? "DISTINCT " : ""}${inside}${nulls})${words.over}`;
}

function rename(to: string): Writer {
  return (call, words) => apply(to, call, words);
}

/** BigQuery's average of NUMERIC is NUMERIC; DuckDB's is floating point. */
const avg: Writer = (call, words) =>
  divide(apply("avg", call, words), words.typeOf(call) === "NUMERIC");

const countIf: Writer = ({ distinct }, { args: [condition], over }) =>
  distinct ? unsupported("COUNTIF(DISTINCT …)") : `count(CASE WHEN ${condition} THEN 1 END)${over}`;

const anyValue: Writer = (call, words) => {
  const { having } = call;
  if (having === undefined) return apply("any_value", call, words);
  const by = words.print(having.value);
  return `arg_${having.which.toLowerCase()}_null(${words.args[0]}, ${by})${words.over}`;
};

/** `list(x ORDER BY …)`, cut to LIMIT; nested arrays do not exist in BigQuery, so NULLs are the only odd items. */
function collect(call: Call, words: Words, ignoreNulls: boolean): string {
  const [value = ""] = words.args;
  const order = orderText(call, words);
  const filter = ignoreNulls ? ` FILTER (WHERE ${value} IS NOT NULL)` : "";
  const list = `list(${call.distinct ? "DISTINCT " : ""}${value}${order})${filter}${words.over}`;
  return call.limit ? `(${list})[1:${words.print(call.limit)}]` : list;
}

function orderText(call: Call, words: Words): string {
  if (call.orderBy.length === 0) return "";
  const items = call.orderBy.map(({ value, descending, nulls }) => {
    const where = nulls ?? (descending ? "LAST" : "FIRST");
    return `${words.print(value)} ${descending ? "DESC" : "ASC"} NULLS ${where}`;
  });
  return ` ORDER BY ${items.join(", ")}`;
}

const stringAgg: Writer = (call, words) => {
  const separator = words.args[1] ?? "','";
  if (call.limit) return `array_to_string(${collect(call, words, true)}, ${separator})`;
  const distinct = call.distinct ? "DISTINCT " : "";
  return `string_agg(${distinct}${words.args[0]}, ${separator}${orderText(call, words)})${words.over}`;
};

/** Exact, which an approximation may be. */
const quantiles: Writer = ({ args: [, count], nulls, distinct }, { args: [value], over }) => {
  const parts = literalInteger(count);
  if (parts === undefined || parts < 1 || parts > 1000 || nulls === "RESPECT") {
    return unsupported("APPROX_QUANTILES with these arguments");
  }
  const at = Array.from({ length: parts + 1 }, (_, i) => String(i / parts));
  return `quantile_disc(${distinct ? "DISTINCT " : ""}${value}, [${at.join(", ")}])${over}`;
};

function percentile(name: string, cast: boolean): Writer {
  return ({ args: [, at], nulls }, { args: [value, share], over }) => {
    const literal = at?.kind === "number";
    if (!literal || nulls === "RESPECT") return unsupported("A percentile with these arguments");
    return `${name}(${cast ? `CAST(${value} AS DOUBLE)` : value}, ${share})${over}`;
  };
}

const top: Writer = ({ args: [, count] }, { args: [value] }) => {
  const most = literalInteger(count);
  return most === undefined
    ? unsupported("APPROX_TOP_COUNT with a number that is not literal")
    : `bq_top(${value}, ${most})`;
};

/** Aggregates and window functions; their text ends with OVER where the call has one. */
export const AGGREGATES: Readonly<Record<string, Writer>> = {
  ...Object.fromEntries(Object.entries(SAME).map(([name, to]) => [name, rename(to)])),
  AVG: avg,
  COUNTIF: countIf,
  ANY_VALUE: anyValue,
  ARRAY_AGG: (call, words) => collect(call, words, call.nulls === "IGNORE"),
  ARRAY_CONCAT_AGG: (call, words) => `flatten(${collect(call, words, true)})`,
  STRING_AGG: stringAgg,
  // Exact, which an approximation may be.
  APPROX_COUNT_DISTINCT: (_, { args: [value], over }) => `count(DISTINCT ${value})${over}`,
  APPROX_QUANTILES: quantiles,
  APPROX_TOP_COUNT: top,
  APPROX_TOP_SUM: () => unsupported("APPROX_TOP_SUM", "use GROUP BY with ORDER BY and LIMIT"),
  PERCENTILE_CONT: percentile("quantile_cont", true),
  PERCENTILE_DISC: percentile("quantile_disc", false),
};
