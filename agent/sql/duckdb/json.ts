import { MOST_CHARACTERS, textWithin } from "./bounds.ts";
import type { Writer } from "./dates.ts";
import { literalText, quote, unsupported } from "./words.ts";

/** A JSON path that both engines read alike. */
function jsonPath({ args: [, path] }: Parameters<Writer>[0]): string {
  const written = path === undefined ? "$" : literalText(path, "A JSON path");
  const settled = written.replace(/\[\s*'([^'"\]]*)'\s*\]/g, '."$1"');
  if (!/^\$(\.[A-Za-z_][A-Za-z0-9_]*|\."[^"]*"|\[\d+\])*$/.test(settled)) {
    unsupported(`The JSON path ${written}`);
  }
  return quote(settled);
}

function json(macro: string): Writer {
  return (call, { args: [value] }) => `${macro}(${value}, ${jsonPath(call)})`;
}

/** A value of JSON as a type of SQL; `lax` gives NULL where it is of another. */
function fromJson(type: string, lax = false): Writer {
  return (_, { args: [value] }) =>
    `${lax ? "TRY_CAST" : "CAST"}(json_extract_string(${value}, '$') AS ${type})`;
}

/** Functions of JSON. */
export const JSONS: Readonly<Record<string, Writer>> = {
  INT64: fromJson("BIGINT"),
  FLOAT64: fromJson("DOUBLE"),
  BOOL: fromJson("BOOLEAN"),
  LAX_INT64: fromJson("BIGINT", true),
  LAX_FLOAT64: fromJson("DOUBLE", true),
  LAX_BOOL: fromJson("BOOLEAN", true),
  LAX_STRING: fromJson("VARCHAR", true),
  JSON_VALUE: json("bq_json_value"),
  JSON_EXTRACT_SCALAR: json("bq_json_value"),
  JSON_QUERY: json("bq_json_query"),
  JSON_EXTRACT: json("bq_json_query"),
  JSON_VALUE_ARRAY: json("bq_json_values"),
  JSON_EXTRACT_STRING_ARRAY: json("bq_json_values"),
  JSON_QUERY_ARRAY: json("bq_json_items"),
  JSON_EXTRACT_ARRAY: json("bq_json_items"),
  PARSE_JSON: (_, { args: [text] }) => `CAST(${text} AS JSON)`,
  TO_JSON_STRING: ({ args: [node] }, words) => {
    const [value = ""] = words.args;
    const bounded = node ? textWithin(node, value, { most: MOST_CHARACTERS, kinds: words }) : value;
    return `CAST(to_json(${bounded}) AS VARCHAR)`;
  },
};
