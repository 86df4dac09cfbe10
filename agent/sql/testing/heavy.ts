/** Statements that would grow beyond all memory in one value; each must end in words, before anything large is made. */
export const GROWING: readonly string[] = [
  "SELECT REPEAT('x', 1000000000)",
  "SELECT LPAD('x', 2000000000), RPAD('x', 300000000)",
  "SELECT LENGTH(REPEAT(REPEAT(REPEAT('x', 9999), 9999), 9999))",
  "SELECT REPEAT(region, id * 100000) FROM sales",
  "SELECT REPLACE(REPEAT('a', 9000), 'a', REPEAT('b', 9000))",
  "SELECT REGEXP_REPLACE(REPEAT('a', 9000), r'a', REPEAT('b', 9000))",
  "SELECT FORMAT('%2000000000d', id) FROM sales",
  "SELECT COUNT(*) FROM UNNEST(GENERATE_ARRAY(1, 1000000000000)) AS n",
  "SELECT ARRAY_LENGTH(GENERATE_ARRAY(0, id * 100000000)) FROM sales",
  "SELECT GENERATE_DATE_ARRAY('0001-01-01', '9999-12-31', INTERVAL 1 DAY)",
  "SELECT note || REPEAT(note, 1000000) FROM sales",
  `WITH t0 AS (SELECT REPEAT('x', 10000) AS s)${[1, 2, 3, 4, 5]
    .map((n) => `, t${n} AS (SELECT ${Array(10).fill("s").join(" || ")} AS s FROM t${n - 1})`)
    .join("")} SELECT s FROM t5`,
  "SELECT CONCAT(s, s) FROM (SELECT CONCAT(s, s, s, s, s, s, s, s, s, s, s) AS s FROM (SELECT REPEAT('x', 10000) AS s))",
  "SELECT SUM(LENGTH(REPLACE(REPEAT('a', 9000), 'a', REPEAT('b', MOD(n, 2) + 999)))) FROM UNNEST(GENERATE_ARRAY(1, 2000)) AS n",
  "SELECT SUM(ARRAY_LENGTH(GENERATE_ARRAY(1, 900000 + n))) FROM UNNEST(GENERATE_ARRAY(1, 2000)) AS n",
  "SELECT SUM(ARRAY_LENGTH(GENERATE_DATE_ARRAY('0001-01-01', DATE_ADD('2700-01-01', INTERVAL n DAY)))) FROM UNNEST(GENERATE_ARRAY(1, 2000)) AS n",
  "SELECT SUM(EDIT_DISTANCE(REPEAT(CAST(n AS STRING), 2000), REPEAT('y', 10000))) FROM UNNEST(GENERATE_ARRAY(1, 9)) AS n",
  "SELECT ARRAY_LENGTH(ARRAY_CONCAT(a, a)) FROM (SELECT ARRAY_AGG(n) AS a FROM UNNEST(GENERATE_ARRAY(1, 30000)) AS n)",
  `SELECT LENGTH(FORMAT('${"%s".repeat(90)}', ${Array(90).fill("s").join(", ")})) FROM (SELECT REPEAT('x', 9000) AS s)`,
  "SELECT REPEAT('x', 9000) AS a, n FROM UNNEST(GENERATE_ARRAY(1, 9000)) AS n",
];

/** Statements that would go on without end; the engine is stopped in time. */
export const ENDLESS: readonly string[] = [
  "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT COUNT(*) FROM t",
  "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT a.n FROM t AS a, t AS b) SELECT * FROM t",
  `SELECT COUNT(*) FROM ${"abcdefghijklmnopqrstuvwx"
    .split("")
    .map((name) => `sales ${name}`)
    .join(", ")}`,
  "SELECT SUM(a * b) FROM UNNEST(GENERATE_ARRAY(1, 900000)) AS a, UNNEST(GENERATE_ARRAY(1, 900000)) AS b",
];

/** `start` put into `wrap` so many times. */
function nested(times: number, start: string, wrap: (inner: string) => string): string {
  return Array.from({ length: times }).reduce<string>((inner) => wrap(inner), start);
}

function repeated(times: number, between: string, part: (i: number) => string): string {
  return Array.from({ length: times }, (_, i) => part(i)).join(between);
}

/** Statements that the engine would read, or put in order, for minutes before it could hear that it is to stop. */
export const INTRICATE: readonly string[] = [
  ...[
    (inner: string) => `REPEAT(${inner}, 1)`,
    (inner: string) => `CONCAT(${inner}, note)`,
    (inner: string) => `SUBSTR(${inner}, 1)`,
    (inner: string) => `JSON_VALUE(${inner}, '$.a')`,
    (inner: string) => `CAST(CAST(${inner} AS INT64) AS STRING)`,
    (inner: string) => `GREATEST(${inner}, note)`,
  ].map((wrap) => `SELECT ${nested(20, "note", wrap)} FROM sales`),
  `SELECT COUNT(*) FROM sales s ${repeated(100, " ", (i) => `JOIN sales s${i} ON s.id = s${i}.id`)}`,
  `SELECT id FROM sales s WHERE ${repeated(60, " OR ", (i) => `EXISTS (SELECT 1 FROM sales WHERE id = s.id + ${i})`)}`,
  `SELECT id FROM sales s WHERE ${repeated(60, " AND ", (i) => `id IN (SELECT id FROM sales WHERE id < ${i})`)}`,
  `SELECT ${"(SELECT MAX(id) + ".repeat(20)}1${" FROM sales)".repeat(20)}`,
];
