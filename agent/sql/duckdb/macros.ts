import { MOST_CHARACTERS } from "./bounds.ts";

/** A list macro's white space: what BigQuery's TRIM removes of ASCII. */
const BLANK = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13)";
const DIVISION = "error('division by zero')";

const LONG = "error('text too long')";
const MANY = "error('array too long')";
/** Characters that one value may be filled up to: the engine makes 2,048 of them at once and cannot be stopped meanwhile. */
const MOST_FILLED = 10_000;

/** `name(arguments)` and what it stands for. Arguments begin with "_", so that they read apart from columns. */
export const MACROS: Readonly<Record<string, string>> = {
  "bq_divide(_x, _y)": `CASE WHEN _y = 0 THEN ${DIVISION} ELSE _x / _y END`,
  "bq_div(_x, _y)": `CASE WHEN _y = 0 THEN ${DIVISION} ELSE _x // _y END`,
  "bq_mod(_x, _y)": `CASE WHEN _y = 0 THEN ${DIVISION} ELSE _x % _y END`,
  "bq_offset(_list, _i)":
    "CASE WHEN _i < 0 OR _i >= len(_list) THEN error('array index out of bounds') ELSE _list[_i + 1] END",
  "bq_safe_offset(_list, _i)": "CASE WHEN _i < 0 THEN NULL ELSE _list[_i + 1] END",
  "bq_in_array(_x, _list)":
    "CASE WHEN coalesce(len(_list), 0) = 0 THEN FALSE WHEN list_contains(_list, _x) THEN TRUE WHEN _x IS NULL OR list_count(_list) < len(_list) THEN NULL ELSE FALSE END",
  "bq_substr(_s, _p, _n)":
    "substring(_s, CASE WHEN _p > 0 THEN _p WHEN _p = 0 THEN 1 ELSE greatest(length(_s) + _p + 1, 1) END, _n)",
  "bq_times(_s, _n)": `CASE WHEN _n > 0 AND CAST(strlen(_s) AS DOUBLE) * _n > ${MOST_FILLED} THEN ${LONG} ELSE _n END`,
  "bq_width(_n)": `CASE WHEN _n > ${MOST_FILLED} THEN ${LONG} ELSE _n END`,
  "bq_at_most(_s, _most)": `CASE WHEN strlen(_s) > _most THEN ${LONG} ELSE _s END`,
  // What takes the place of each part: at the worst all of the text is parts.
  "bq_by(_s, _part, _by)": `CASE WHEN strlen(_by) > strlen(_part) AND (strlen(_s) + 1.0) / greatest(strlen(_part), 1) * strlen(_by) > ${MOST_CHARACTERS} THEN ${LONG} ELSE _by END`,
  "bq_few(_list, _most)": `CASE WHEN len(_list) > _most THEN ${MANY} ELSE _list END`,
  "bq_until(_from, _to, _step, _most)": `CASE WHEN abs(CAST(_to AS DOUBLE) - _from) > _most * CAST(greatest(abs(_step), 1) AS DOUBLE) THEN ${MANY} ELSE _to END`,
  "bq_until_date(_from, _to, _most)": `CASE WHEN abs(date_diff('day', _from, _to)) > _most THEN ${MANY} ELSE _to END`,
  "bq_trim(_s)": `trim(_s, ${BLANK})`,
  "bq_ltrim(_s)": `ltrim(_s, ${BLANK})`,
  "bq_rtrim(_s)": `rtrim(_s, ${BLANK})`,
  "bq_initcap(_s)":
    "array_to_string(list_transform(regexp_extract_all(_s, '[\\pL\\pN]+|[^\\pL\\pN]+'), lambda _w: upper(_w[1]) || lower(_w[2:])), '')",
  "bq_week_start(_d, _shift)": "date_trunc('week', _d - to_days(_shift)) + to_days(_shift)",
  "bq_week_number(_d, _start)": "(dayofyear(_d) + 6 - (dayofweek(_d) - _start + 7) % 7) // 7",
  "bq_date_series(_from, _to, _days, _most)":
    "CAST(generate_series(CAST(_from AS TIMESTAMP), CAST(bq_until_date(_from, _to, _most * _days) AS TIMESTAMP), to_days(_days)) AS DATE[])",
  "bq_time_series(_from, _to, _seconds, _most)": `generate_series(_from, CASE WHEN abs(date_diff('second', _from, _to)) > _most * CAST(_seconds AS BIGINT) THEN ${MANY} ELSE _to END, to_seconds(_seconds))`,
  // Each month is counted from the start, so that 31 January is followed by 29 February and 31 March.
  "bq_month_series(_from, _to, _months, _most)":
    "list_filter(list_transform(range(0, date_diff('month', _from, bq_until_date(_from, _to, _most * _months * 28)) // _months + 1), lambda _k: CAST(_from + to_months(CAST(_k * _months AS INTEGER)) AS DATE)), lambda _d: _d <= _to)",
  "bq_json_value(_j, _p)":
    "CASE WHEN NOT json_valid(_j) OR json_type(_j, _p) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL ELSE json_extract_string(_j, _p) END",
  "bq_json_query(_j, _p)":
    "CASE WHEN json_valid(_j) THEN CAST(json_extract(_j, _p) AS VARCHAR) END",
  "bq_json_values(_j, _p)":
    "CASE WHEN json_valid(_j) AND json_type(_j, _p) = 'ARRAY' THEN list_transform(CAST(json_extract(_j, _p) AS JSON[]), lambda _v: json_extract_string(_v, '$')) END",
  "bq_json_items(_j, _p)":
    "CASE WHEN json_valid(_j) AND json_type(_j, _p) = 'ARRAY' THEN CAST(json_extract(_j, _p) AS JSON[]) END",
  "bq_json_type(_j)":
    "CASE json_type(_j) WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array' WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null' ELSE 'number' END",
  "bq_string(_x)":
    "CASE WHEN typeof(_x) IN ('DOUBLE', 'FLOAT') THEN regexp_replace(CAST(_x AS VARCHAR), '\\.0$', '') WHEN typeof(_x) LIKE 'DECIMAL%' AND contains(CAST(_x AS VARCHAR), '.') THEN regexp_replace(CAST(_x AS VARCHAR), '\\.?0+$', '') ELSE CAST(_x AS VARCHAR) END",
  "bq_top(_x, _n)":
    "list_transform(list_slice(list_reverse_sort(list_transform(map_entries(histogram(_x)), lambda _e: {'count': CAST(_e.value AS BIGINT), 'value': _e.key})), 1, _n), lambda _e: {'value': _e.value, 'count': _e.count})",
  ...casts("int", "BIGINT", "\\s*[+-]?[0-9]+\\s*"),
  ...casts("date", "DATE", "\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\s*"),
  ...casts("bool", "BOOLEAN", "(?i)true|false"),
};

/**
 * CAST and SAFE_CAST to a type, where a string must look like one: DuckDB would also take '1.7' as an integer
 * and 't' as TRUE. A float is rounded half away from zero, as BigQuery does.
 */
function casts(name: string, type: string, pattern: string): Record<string, string> {
  const bad = `typeof(_x) = 'VARCHAR' AND NOT regexp_full_match(CAST(_x AS VARCHAR), '${pattern}')`;
  const value =
    name === "int"
      ? "CASE WHEN typeof(_x) IN ('DOUBLE', 'FLOAT') THEN round(TRY_CAST(_x AS DOUBLE)) ELSE NULL END"
      : "NULL";
  const cast = (how: string) =>
    name === "int"
      ? `coalesce(${how}(${value} AS ${type}), ${how}(_x AS ${type}))`
      : `${how}(_x AS ${type})`;
  return {
    [`bq_${name}(_x)`]: `CASE WHEN ${bad} THEN error('value cannot be read as ${type}') ELSE ${cast("CAST")} END`,
    [`bq_safe_${name}(_x)`]: `CASE WHEN ${bad} THEN NULL ELSE ${cast("TRY_CAST")} END`,
  };
}

/** Statements that give a DuckDB connection the words that translated SQL uses. They are temporary: nothing is written. */
export const DUCKDB_MACROS: readonly string[] = Object.entries(MACROS).map(
  ([signature, body]) => `CREATE OR REPLACE TEMP MACRO ${signature} AS ${body}`,
);
