import { type Case, testRows } from "../testing/shop.ts";

const PRODUCE =
  "WITH produce AS (SELECT 'Kale' AS product, 51 AS sales, 'Q1' AS quarter UNION ALL SELECT 'Kale', 23, 'Q2' UNION ALL SELECT 'Apple', 77, 'Q1' UNION ALL SELECT 'Apple', 1, 'Q1')";

const SELECTS: readonly Case[] = [
  [
    "SELECT region, SUM(amount) AS total FROM shop.sales GROUP BY region ORDER BY total DESC",
    [
      ["West", 40.5],
      ["East", 20.25],
      [null, -4.1],
    ],
  ],
  [
    "SELECT region FROM `any-project.shop.sales` ORDER BY region, id LIMIT 2 OFFSET 1",
    [["East"], ["West"]],
  ],
  ["SELECT region FROM my-project.shop.sales AS s ORDER BY s.region DESC LIMIT 1", [["West"]]],
  ["SELECT region FROM sales ORDER BY region NULLS LAST LIMIT 1", [["East"]]],
  [
    "SELECT UPPER(region) AS region, SUM(qty) AS qty FROM sales GROUP BY region HAVING qty > 1 ORDER BY region",
    [
      ["EAST", 3],
      ["WEST", 7],
    ],
  ],
  ["SELECT region, qty * 2 AS qty FROM sales WHERE qty = 5 ORDER BY qty + 1", [["West", 10]]],
  [
    "SELECT * EXCEPT (note, sold_at, ratio, online) REPLACE (qty * 10 AS qty) FROM sales WHERE id = 1",
    [[1, "2024-01-07", "West", 10.5, 20]],
  ],
  [
    "SELECT * FROM (SELECT id, region FROM sales) JOIN (SELECT 'East' AS region, 5 AS x) USING (region)",
    [["East", 2, 5]],
  ],
  [
    "SELECT a.id, b.id AS earlier FROM sales AS a LEFT JOIN sales AS b ON a.id = b.id + 1 AND b.region = 'West' ORDER BY a.id",
    [
      [1, null],
      [2, 1],
      [3, null],
      [4, 3],
    ],
  ],
  [
    "SELECT COUNT(*) FROM sales AS a, sales AS b JOIN lists ON a.id = lists.k WHERE a.qty < b.qty",
    [[3]],
  ],
  [
    "SELECT id FROM sales WHERE region = 'West' UNION ALL SELECT k FROM lists ORDER BY 1 LIMIT 3",
    [[1], [1], [2]],
  ],
  ["(SELECT region FROM sales EXCEPT DISTINCT SELECT 'West') ORDER BY 1", [[null], ["East"]]],
  ["SELECT region FROM sales INTERSECT DISTINCT SELECT 'West'", [["West"]]],
  [
    "SELECT id, (SELECT COUNT(*) FROM sales AS i WHERE i.region = o.region) FROM sales AS o ORDER BY id",
    [
      [1, 2],
      [2, 1],
      [3, 2],
      [4, 0],
    ],
  ],
  [
    "SELECT id FROM sales AS s WHERE EXISTS (SELECT 1 FROM lists WHERE k = s.id) AND id IN (SELECT k FROM lists) ORDER BY id",
    [[1], [2], [3]],
  ],
  [
    "WITH RECURSIVE n AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM n WHERE x < 4) SELECT SUM(x) FROM n",
    [[10]],
  ],
  ["WITH sales AS (SELECT 7 AS id) SELECT id FROM sales", [[7]]],
  [
    "SELECT `select`, `drop table` FROM `odd names` ORDER BY 1",
    [
      [1, "insert into"],
      [2, "copy -- x"],
    ],
  ],
  [
    "SELECT DISTINCT region FROM sales WHERE region IS NOT NULL ORDER BY region DESC",
    [["West"], ["East"]],
  ],
];

const NAMES: readonly Case[] = [
  ["SELECT id FROM sales WHERE id NOT IN (SELECT id FROM lists)", []],
  ["SELECT qty * 2 AS qty, qty + 1 AS x FROM sales WHERE qty = 2", [[4, 3]]],
  ["SELECT qty AS id, id AS qty FROM sales WHERE id = 1 ORDER BY id", [[2, 1]]],
  ["SELECT day AS d FROM (SELECT DATE '2024-05-05' AS day) ORDER BY d", [["2024-05-05"]]],
];

const ARRAYS: readonly Case[] = [
  [
    "SELECT k, tag, o FROM lists, UNNEST(tags) AS tag WITH OFFSET AS o ORDER BY k, o",
    [
      [1, "x", 0],
      [1, "y", 1],
    ],
  ],
  [
    "SELECT k, n.a, b FROM lists LEFT JOIN UNNEST(nested) AS n ORDER BY k, a",
    [
      [1, 1, "p"],
      [1, 2, "q"],
      [2, null, null],
      [3, null, null],
    ],
  ],
  ["SELECT x FROM UNNEST([3, 1, 2]) AS x ORDER BY x DESC", [[3], [2], [1]]],
  [
    "SELECT k, (SELECT STRING_AGG(t, '+' ORDER BY t) FROM UNNEST(tags) AS t) FROM lists ORDER BY k",
    [
      [1, "x+y"],
      [2, null],
      [3, null],
    ],
  ],
  [
    "SELECT k, ARRAY_LENGTH(tags) FROM lists ORDER BY k",
    [
      [1, 2],
      [2, 0],
      [3, null],
    ],
  ],
];

const GROUPS: readonly Case[] = [
  [
    "SELECT COUNTIF(x < 0), COUNTIF(x > 0), COUNT(*), COUNT(DISTINCT x), AVG(x) FROM UNNEST([5, -2, 3, 6, -10, -7, 4, 0, NULL]) AS x",
    [[3, 4, 9, 8, -0.125]],
  ],
  [
    "SELECT APPROX_QUANTILES(x, 2), APPROX_QUANTILES(x, 100)[OFFSET(90)] FROM UNNEST([1, 1, 1, 4, 5, 6, 7, 8, 9, 10]) AS x",
    [["[1,5,10]", 9]],
  ],
  [
    "SELECT DISTINCT PERCENTILE_CONT(x, 0.01) OVER (), PERCENTILE_CONT(x, 0.5) OVER (), PERCENTILE_CONT(x, 0.9) OVER (), PERCENTILE_DISC(x, 0.5) OVER () FROM UNNEST([0, 3, NULL, 1, 2]) AS x",
    [[0.03, 1.5, 2.7, 1]],
  ],
  [
    "SELECT STRING_AGG(f, '|' ORDER BY LENGTH(f), f), STRING_AGG(DISTINCT f ORDER BY f), STRING_AGG(f ORDER BY f LIMIT 2), ARRAY_AGG(f IGNORE NULLS ORDER BY f DESC LIMIT 1) FROM UNNEST(['apple', NULL, 'pear', 'banana', 'pear']) AS f",
    [["pear|pear|apple|banana", "apple,banana,pear", "apple,banana", '["pear"]']],
  ],
  [
    "SELECT ANY_VALUE(region HAVING MAX qty), ANY_VALUE(region HAVING MIN qty), MAX_BY(id, amount), MIN_BY(region, qty), LOGICAL_AND(online), LOGICAL_OR(online) FROM sales",
    [["West", null, 3, null, false, true]],
  ],
  [
    "SELECT APPROX_COUNT_DISTINCT(region), APPROX_TOP_COUNT(region, 1)[OFFSET(0)].value, ROUND(STDDEV(qty), 4), VAR_POP(qty), CORR(qty, qty) FROM sales",
    [[2, "West", 1.7078, 2.1875, 1]],
  ],
  [
    "SELECT region, SUM(qty), GROUPING(region) FROM sales WHERE region IS NOT NULL GROUP BY ROLLUP(region) ORDER BY 3, 1",
    [
      ["East", 3, 0],
      ["West", 7, 0],
      [null, 10, 1],
    ],
  ],
  [
    "SELECT region, online, COUNT(*) FROM sales GROUP BY GROUPING SETS ((region), (online), ()) ORDER BY 3 DESC, 1, 2 LIMIT 1",
    [[null, null, 4]],
  ],
  [
    `${PRODUCE} SELECT * FROM produce PIVOT(SUM(sales) FOR quarter IN ('Q1', 'Q2' AS second)) ORDER BY product`,
    [
      ["Apple", 78, null],
      ["Kale", 51, 23],
    ],
  ],
  [
    `${PRODUCE} SELECT * FROM produce PIVOT(SUM(sales) AS total, COUNT(*) AS n FOR quarter IN ('Q1', 'Q2')) ORDER BY product`,
    [
      ["Apple", 78, 2, null, 0],
      ["Kale", 51, 1, 23, 1],
    ],
  ],
];

const WINDOWS: readonly Case[] = [
  [
    "SELECT x, RANK() OVER (ORDER BY x), DENSE_RANK() OVER (ORDER BY x), PERCENT_RANK() OVER (ORDER BY x), CUME_DIST() OVER (ORDER BY x) FROM UNNEST([1, 2, 2, 5]) AS x ORDER BY x",
    [
      [1, 1, 1, 0, 0.25],
      [2, 2, 2, 1 / 3, 0.75],
      [2, 2, 2, 1 / 3, 0.75],
      [5, 4, 3, 1, 1],
    ],
  ],
  [
    "SELECT id, SUM(amount) OVER (ORDER BY day ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), LAG(qty) OVER (ORDER BY day), LEAD(qty, 1, 0) OVER (ORDER BY day), NTILE(2) OVER (ORDER BY day) FROM sales ORDER BY id",
    [
      [1, 10.5, null, 3, 1],
      [2, 30.75, 2, 5, 1],
      [3, 50.25, 3, 1, 2],
      [4, 25.9, 5, 0, 2],
    ],
  ],
  [
    "SELECT region, id FROM sales QUALIFY ROW_NUMBER() OVER (PARTITION BY region ORDER BY day DESC) = 1 ORDER BY id",
    [
      ["East", 2],
      ["West", 3],
      [null, 4],
    ],
  ],
  [
    "SELECT id, ROW_NUMBER() OVER (PARTITION BY region ORDER BY day) AS n FROM sales QUALIFY n = 2",
    [[3, 2]],
  ],
  [
    "SELECT region, SUM(qty), SUM(SUM(qty)) OVER (), ROUND(SAFE_DIVIDE(SUM(amount), SUM(SUM(amount)) OVER ()), 4) FROM sales GROUP BY region ORDER BY 2 DESC",
    [
      ["West", 7, 11, 0.7149],
      ["East", 3, 11, 0.3575],
      [null, 1, 11, -0.0724],
    ],
  ],
  [
    "SELECT id, LAST_VALUE(region IGNORE NULLS) OVER w, FIRST_VALUE(qty) OVER w, COUNT(*) OVER (w) FROM sales WINDOW w AS (ORDER BY id) ORDER BY id",
    [
      [1, "West", 2, 1],
      [2, "East", 2, 2],
      [3, "West", 2, 3],
      [4, "West", 2, 4],
    ],
  ],
  [
    "SELECT x FROM UNNEST([2, NULL, 1]) AS x ORDER BY ROW_NUMBER() OVER (ORDER BY x)",
    [[null], [1], [2]],
  ],
];

testRows("toDuckdb() selects as BigQuery does", SELECTS);
testRows("toDuckdb() finds names where BigQuery does", NAMES);
testRows("toDuckdb() unnests as BigQuery does", ARRAYS);
testRows("toDuckdb() groups as BigQuery does", GROUPS);
testRows("toDuckdb() looks through windows as BigQuery does", WINDOWS);
