import { type Case, testRows } from "../testing/shop.ts";

const NUMBERS: readonly Case[] = [
  [
    "SELECT ROUND(2.3), ROUND(2.5), ROUND(-2.5), ROUND(123.7, -1), ROUND(1.235, 2), TRUNC(2.8), TRUNC(-2.5), CEIL(2.1), FLOOR(-2.1)",
    [[2, 3, -3, 120, 1.24, 2, -2, 3, -3]],
  ],
  [
    "SELECT MOD(25, 12), DIV(20, 4), DIV(12, -7), DIV(20, 3), MOD(-7, 3), 7 / 2, 7 / 2.0",
    [[1, 5, -1, 6, -1, 3.5, 3.5]],
  ],
  [
    "SELECT SAFE_DIVIDE(20, 4), SAFE_DIVIDE(0, 20), SAFE_DIVIDE(20, 0), IEEE_DIVIDE(20, 0), SAFE_DIVIDE(amount, 0) FROM sales WHERE id = 1",
    [[5, 0, null, "Infinity", null]],
  ],
  [
    "SELECT GREATEST(3, 5, 1), LEAST(3, 5, 1), GREATEST(3, NULL), ABS(-2), SIGN(-25), POW(2, 3), SQRT(25), LOG(100, 10), LOG10(100)",
    [[5, 1, null, 2, -1, 8, 5, 2, 2]],
  ],
  [
    "SELECT RANGE_BUCKET(20, [0, 10, 20, 30, 40]), RANGE_BUCKET(25, [0, 10, 20, 30]), RANGE_BUCKET(-10, [5, 6]), RANGE_BUCKET(100, [1, 2])",
    [[3, 3, 0, 2]],
  ],
  [
    "SELECT amount / 3, amount * 1.1, amount / qty, AVG(amount) OVER () FROM sales WHERE id = 2",
    [[6.75, 22.275, 6.75, 20.25]],
  ],
  ["SELECT ROUND(amount / 7, 4), amount / 7 FROM sales WHERE id = 1", [[1.5, 1.5]]],
  [
    "SELECT 3000000 * 1000, 2000000000 + 2000000000, 9007199254740993",
    [[3000000000, 4000000000, "9007199254740993"]],
  ],
  [
    "SELECT 1 - (2 - 3), 2 * (3 + 4), -(-1), 1 | 2 ^ 3, 5 & 3, 1 << 3, ~0, 0x1F",
    [[2, 14, 1, 1, 1, 8, -1, 31]],
  ],
  [
    "SELECT SAFE_ADD(1, 2), SAFE_MULTIPLY(9223372036854775807, 2), SAFE.SQRT(-1)",
    [[3, null, null]],
  ],
];

const STRINGS: readonly Case[] = [
  [
    "SELECT SUBSTR('apple', 2), SUBSTR('apple', 2, 2), SUBSTR('apple', -2), SUBSTR('apple', 1, 123), SUBSTR('apple', 123), SUBSTR('apple', 0, 2), SUBSTR('abc', -5, 2)",
    [["pple", "pp", "le", "apple", "", "ap", "ab"]],
  ],
  [
    "SELECT CONCAT('T.P.', ' ', 'Bar'), CONCAT('Summer', ' ', 1923), CONCAT('a', NULL), 'x' || 'y', CONCAT(amount, '') FROM sales WHERE id = 1",
    [["T.P. Bar", "Summer 1923", null, "xy", "10.5"]],
  ],
  [
    "SELECT LPAD('abc', 5), LPAD('abc', 2), RPAD('abc', 5, 'def'), INITCAP('hello WORLD-everyone'), REVERSE('abc'), REPEAT('ab', 2), UPPER('a'), LOWER('B')",
    [["  abc", "ab", "abcde", "Hello World-Everyone", "cba", "abab", "A", "b"]],
  ],
  [
    "SELECT TRIM('\\t a b \\n'), LTRIM('***apple***', '*'), RTRIM('***apple***', '*'), LEFT('apple', 3), RIGHT('apple', 3)",
    [["a b", "apple***", "***apple", "app", "ple"]],
  ],
  [
    "SELECT STRPOS('foo@example.com', '@'), STARTS_WITH('bar', 'b'), ENDS_WITH('apple', 'e'), CONTAINS_SUBSTR('the blue house', 'Blue house'), LENGTH('кон'), BYTE_LENGTH('кон'), REPLACE('cherry pie', 'pie', 'cobbler')",
    [[4, true, true, true, 3, 6, "cherry cobbler"]],
  ],
  [
    "SELECT REGEXP_EXTRACT('foo@example.com', r'^[a-zA-Z0-9_.+-]+'), REGEXP_EXTRACT('foo@example.com', r'@[a-z]+\\.([a-z]+)$'), REGEXP_EXTRACT('x', 'y'), REGEXP_REPLACE('# Heading', r'^# ([a-zA-Z0-9\\s]+$)', '<h1>\\\\1</h1>'), REGEXP_CONTAINS('foo', r'o{2}'), REGEXP_EXTRACT_ALL('a1b22', r'[0-9]+')",
    [["foo", "com", null, "<h1>Heading</h1>", true, '["1","22"]']],
  ],
  [
    "SELECT SPLIT('b,c,a'), SPLIT('a-b-c', '-')[OFFSET(1)], SPLIT('a', '-')[SAFE_OFFSET(3)], SPLIT('a-b', '-')[ORDINAL(1)], SPLIT('a-b', '-')[0]",
    [['["b","c","a"]', "b", null, "a", "a"]],
  ],
  [
    "SELECT FORMAT('%d', 10), FORMAT(\"%'d\", 123456789), FORMAT('%05d|%.2f|%s|%t|%%', 42, 2.345, 'x', 1.5), FORMAT(\"$%'.2f\", 1234567.891)",
    [["10", "123,456,789", "00042|2.35|x|1.5|%", "$1,234,567.89"]],
  ],
  ["SELECT id FROM sales WHERE note LIKE 'a\\\\%b' OR note LIKE 'drop%' ORDER BY id", [[2], [4]]],
  ["SELECT id FROM sales WHERE note NOT LIKE '%table%' ORDER BY id", [[1], [4]]],
  [
    "SELECT 'it\\'s', \"a\\\"b\", r'\\d', '''tri'ple''', 'tab\\there', '\\u00e9\\x41'",
    [["it's", 'a"b', "\\d", "tri'ple", "tab\there", "éA"]],
  ],
];

const CASTS: readonly Case[] = [
  [
    "SELECT CAST(1.5 AS INT64), CAST(2.5 AS INT64), CAST(-2.5 AS INT64), CAST('12' AS INT64), CAST(TRUE AS INT64), CAST(ratio AS INT64) FROM sales WHERE id = 2",
    [[2, 3, -3, 12, 1, 2]],
  ],
  [
    "SELECT SAFE_CAST('1.7' AS INT64), SAFE_CAST('x' AS DATE), SAFE_CAST('2024/01/02' AS DATE), SAFE_CAST('t' AS BOOL), SAFE_CAST('abc' AS FLOAT64), SAFE_CAST('true' AS BOOL)",
    [[null, null, null, null, null, true]],
  ],
  [
    "SELECT CAST(amount AS STRING), CAST(ratio AS STRING), CAST(qty AS STRING), CAST(online AS STRING) FROM sales WHERE id = 4",
    [["-4.1", "2", "1", "true"]],
  ],
  [
    "SELECT CAST('1.5' AS NUMERIC), CAST(1.255 AS NUMERIC(10, 2)), CAST('2.5' AS FLOAT64), NUMERIC '0.1', CAST('2024-1-5' AS DATE), CAST(DATE '2024-01-05' AS TIMESTAMP)",
    [[1.5, 1.26, 2.5, 0.1, "2024-01-05", "2024-01-05T00:00:00Z"]],
  ],
  [
    "SELECT CAST('12345678901234567890.123456789' AS NUMERIC), CAST(0.1 AS STRING), 1e3, .5",
    [["12345678901234567890.123456789", "0.1", 1000, 0.5]],
  ],
];

const NULLS: readonly Case[] = [
  [
    "SELECT IF(1 < 2, 'a', 'b'), IF(NULL, 'a', 'b'), IFNULL(NULL, 10), COALESCE(NULL, NULL, 3), NULLIF(0, 0), ZEROIFNULL(NULL)",
    [["a", "b", 10, 3, null, 0]],
  ],
  [
    "SELECT region IS NULL, region IS DISTINCT FROM 'West', online IS TRUE, online IS NOT FALSE FROM sales ORDER BY id",
    [
      [false, false, true, true],
      [false, true, false, false],
      [false, false, false, true],
      [true, true, true, true],
    ],
  ],
  [
    "SELECT CASE region WHEN 'West' THEN 1 WHEN 'East' THEN 2 ELSE 0 END, CASE WHEN qty > 2 THEN 'many' END FROM sales ORDER BY id",
    [
      [1, null],
      [2, "many"],
      [1, "many"],
      [0, null],
    ],
  ],
  [
    "SELECT region IN UNNEST(['West', 'North']), region NOT IN ('East') FROM sales ORDER BY id",
    [
      [true, true],
      [false, false],
      [true, true],
      [null, null],
    ],
  ],
  [
    "SELECT k, 'x' IN UNNEST(tags) FROM lists ORDER BY k",
    [
      [1, true],
      [2, false],
      [3, false],
    ],
  ],
  ["SELECT (1, 'a') IN ((1, 'a'), (2, 'b'))", [[true]]],
];

const NESTED: readonly Case[] = [
  [
    "SELECT JSON_VALUE(note, '$.a.b'), JSON_VALUE(note, '$.a'), JSON_QUERY(note, '$.a'), JSON_VALUE(note, \"$['n']\") FROM sales WHERE id = 1",
    [["x", null, '{"b":"x"}', "3"]],
  ],
  [
    "SELECT JSON_VALUE(note, '$.a.b'), JSON_EXTRACT_SCALAR(note, '$.n') FROM sales ORDER BY id",
    [
      ["x", "3"],
      [null, null],
      [null, null],
      [null, null],
    ],
  ],
  [
    'SELECT JSON_VALUE(\'{"name": "Jakob", "age": "6"}\', \'$.age\'), JSON_VALUE_ARRAY(\'["a", "b"]\'), TO_JSON_STRING(STRUCT(1 AS a))',
    [["6", '["a","b"]', '{"a":1}']],
  ],
  [
    "SELECT STRUCT(1 AS a, 'x' AS b), (SELECT AS STRUCT 1 AS x).x, ARRAY(SELECT id FROM sales ORDER BY id DESC LIMIT 2), [1, 2][OFFSET(0)], ARRAY<INT64>[]",
    [['{"a":1,"b":"x"}', 1, "[4,3]", 1, "[]"]],
  ],
  [
    "SELECT ARRAY_LENGTH([1, 2]), ARRAY_TO_STRING(['a', NULL, 'b'], '-'), ARRAY_TO_STRING(['a', NULL], '-', '?'), ARRAY_CONCAT([1], [2], [3]), ARRAY_REVERSE([1, 2]), GENERATE_ARRAY(1, 10, 3)",
    [[2, "a-b", "a-?", "[1,2,3]", "[2,1]", "[1,4,7,10]"]],
  ],
];

testRows("toDuckdb() counts as BigQuery does", NUMBERS);
testRows("toDuckdb() handles strings as BigQuery does", STRINGS);
testRows("toDuckdb() casts as BigQuery does", CASTS);
testRows("toDuckdb() treats NULL as BigQuery does", NULLS);
testRows("toDuckdb() handles JSON, arrays and structs as BigQuery does", NESTED);
