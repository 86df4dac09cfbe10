import { quote } from "../sql/duckdb/words.ts";
import { quoteName } from "../sql/standard-query.ts";
import type { EngineConnection } from "./duckdb-engine.ts";

/** `cast` turns the text column into the type. */
export type SniffedType = { readonly type: string; readonly cast: string };

const INTEGER = "-?(0|[1-9][0-9]{0,17})";
const DECIMAL = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?";
const FLOAT = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?";
const ISO_TIMESTAMP =
  "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?( ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?))?";
/** Ways to write a date. Day first and month first are told apart only where some value leaves no doubt. */
const DATES = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y"];

/**
 * The narrowest type that keeps every value of a text column as it is written. VARCHAR where there is doubt, and for
 * a column without values.
 */
export async function columnTypes(
  names: readonly string[],
  table: string,
  connection: EngineConnection,
): Promise<ReadonlyMap<string, SniffedType>> {
  const types = new Map<string, SniffedType>();
  for (const name of names) types.set(name, await columnType(name, table, connection));
  return types;
}

async function columnType(
  name: string,
  table: string,
  connection: EngineConnection,
): Promise<SniffedType> {
  const column = quoteName(name);
  const matches = (pattern: string) => `bool_and(regexp_full_match(${column}, ${quote(pattern)}))`;
  const tests = {
    integer: matches(INTEGER),
    decimal: matches(DECIMAL),
    float: matches(FLOAT),
    boolean: matches("(?i)true|false"),
    timestamp: `${matches(ISO_TIMESTAMP)} AND bool_and(TRY_CAST(${column} AS TIMESTAMPTZ) IS NOT NULL) FILTER (WHERE ${column} IS NOT NULL)`,
    scale: `max(length(split_part(${column}, '.', 2)))`,
    digits: `max(length(ltrim(split_part(${column}, '.', 1), '-')))`,
    ...Object.fromEntries(
      DATES.map((format) => [
        format,
        `bool_and(try_strptime(${column}, ${quote(format)}) IS NOT NULL) FILTER (WHERE ${column} IS NOT NULL)`,
      ]),
    ),
  };
  const { columns, rows } = await connection.query(
    `SELECT ${Object.entries(tests)
      .map(([key, test]) => `${test} AS ${quoteName(key)}`)
      .join(", ")} FROM ${table}`,
  );
  return choose(column, new Map(columns.map((found, i) => [found.name, rows[0]?.[i]])));
}

function choose(column: string, found: ReadonlyMap<string, unknown>): SniffedType {
  const is = (test: string) => found.get(test) === true;
  const cast = (type: string): SniffedType => ({ type, cast: `CAST(${column} AS ${type})` });
  if (is("integer")) return cast("BIGINT");
  if (is("decimal"))
    return cast(decimalType(Number(found.get("digits")), Number(found.get("scale"))));
  if (is("float")) return cast("DOUBLE");
  if (is("boolean")) return cast("BOOLEAN");
  if (is("timestamp")) {
    return { type: "TIMESTAMP", cast: `CAST(CAST(${column} AS TIMESTAMPTZ) AS TIMESTAMP)` };
  }
  const [format, ...others] = DATES.filter(is);
  if (format === undefined || others.length > 0) return { type: "VARCHAR", cast: column };
  return { type: "DATE", cast: `CAST(strptime(${column}, ${quote(format)}) AS DATE)` };
}

/** Narrow where it fits, since DuckDB counts much faster with 18 digits than with 38. */
function decimalType(digits: number, scale: number): string {
  if (scale <= 4 && digits <= 14) return "DECIMAL(18, 4)";
  return scale <= 9 && digits <= 29 ? "DECIMAL(38, 9)" : "DOUBLE";
}
