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
