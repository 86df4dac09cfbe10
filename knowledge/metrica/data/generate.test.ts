import { openEngine } from "../../../agent/warehouse/duckdb-engine.ts";
import { loadGenerated } from "../../../agent/warehouse/load-table.ts";
import { generate } from "./generate.ts";
import { generate as generateCustomers } from "./generate-customers.ts";

const ROWS = 240_000;

async function make() {
  const engine = await openEngine({
    path: ":memory:",
    readOnly: false,
    memoryLimit: "1GB",
    threads: 2,
  });
  const connection = await engine.connect();
  await connection.query("SET TimeZone = 'UTC'");
  await connection.query("CREATE SCHEMA metrica");
  await connection.query("USE metrica");
  for (const table of generate({ rows: ROWS })) {
    if (!("statements" in table)) await loadGenerated(table, { connection, dataset: "metrica" });
    else for (const sql of table.statements) await connection.query(sql);
  }
  const one = async (sql: string) => (await connection.query(sql)).rows[0]?.map(Number) ?? [];
  return { connection, one, close: () => engine.close() };
}

type Made = Awaited<ReturnType<typeof make>>;

describe("generate() makes a half-year of events", () => {
  let made: Made;
  beforeAll(async () => {
    made = await make();
  });
  afterAll(() => made.close());

  const TABLES = [
    "accounts",
    "sessions",
    "events",
    "user_days",
    "user_returns",
    "metric_days",
    "user_signups",
  ];
  const digest = (table: string) =>
    `SELECT count(*), bit_xor(hash(${table})) % 1000000007 FROM ${table}`;

  test("generate() makes the same rows each time", async () => {
    const again = await make();
    for (const table of TABLES) {
      expect(await again.one(digest(table)), table).toEqual(await made.one(digest(table)));
    }
    again.close();
  });

  test("generate() makes about as many events as are asked for, in the order of time, none past midnight", async () => {
    const [events = 0, disorder, overnight] = await made.one(`SELECT count(*),
      (SELECT count(*) FROM (SELECT timestamp < lag(timestamp) OVER () AS back FROM events) WHERE back),
      (SELECT count(*) FROM sessions WHERE CAST(start_time AS DATE) <> CAST(end_time AS DATE)) FROM events`);
    expect(events / ROWS).toBeGreaterThan(0.6);
    expect(events / ROWS).toBeLessThan(2.5);
    expect([disorder, overnight]).toEqual([0, 0]);
  });

  test("generate() gives every event its session, user and customer", async () => {
    const [lost] = await made.one(`SELECT count(*) FROM events LEFT JOIN sessions USING (session_id)
      WHERE sessions.user_id IS DISTINCT FROM events.user_id OR sessions.customer_id IS DISTINCT FROM events.customer_id
        OR timestamp < start_time OR timestamp > end_time`);
    expect(lost).toBe(0);
  });

  test("generate() sums up exactly: users of a day, of the week and of the month that end on it", async () => {
    const [wrong] = await made.one(`SELECT count(*) FROM metric_days WHERE
      dau <> (SELECT count(DISTINCT user_id) FROM events WHERE CAST(timestamp AS DATE) = as_of)
      OR wau <> (SELECT count(DISTINCT user_id) FROM sessions WHERE CAST(start_time AS DATE) BETWEEN as_of - 6 AND as_of)
      OR mau <> (SELECT count(DISTINCT user_id) FROM sessions
        WHERE CAST(start_time AS DATE) BETWEEN CAST(as_of + 1 - INTERVAL 1 MONTH AS DATE) AND as_of)`);
    expect(wrong).toBe(0);
    const [windows] = await made.one(`SELECT count(*) FROM (
      SELECT as_of, count(DISTINCT user_id) AS month, count(DISTINCT user_id) FILTER (WHERE in_week) AS week
      FROM active_windows GROUP BY 1) AS counted JOIN metric_days USING (as_of) WHERE month <> mau OR week <> wau`);
    expect(windows).toBe(0);
  });

  test.each([
    ["2026-01-01", "2026-07-01"],
    ["2026-03-09", "2026-03-16"],
    ["2026-05-31", "2026-06-02"],
  ])(
    "generate() sums up exactly: users from %s to %s are those who return from before",
    async (start, end) => {
      const [wrong] = await made.one(`WITH counted AS (
        SELECT customer_id, count(DISTINCT user_id) AS users FROM sessions
        WHERE start_time >= DATE '${start}' AND start_time < DATE '${end}' GROUP BY 1),
      added AS (
        SELECT customer_id, sum(users) AS users FROM user_returns
        WHERE day >= DATE '${start}' AND day < DATE '${end}' AND (previous_day IS NULL OR previous_day < DATE '${start}') GROUP BY 1)
      SELECT count(*) FROM counted FULL JOIN added USING (customer_id) WHERE counted.users IS DISTINCT FROM added.users`);
      expect(wrong).toBe(0);
    },
  );

  test("generate() looks like office work: weekends are quiet, and use grows", async () => {
    const [weekend = 0, weekday = 1] = await made.one(`SELECT
      avg(dau) FILTER (WHERE isodow(as_of) > 5), avg(dau) FILTER (WHERE isodow(as_of) < 5) FROM metric_days`);
    expect(weekend / weekday).toBeLessThan(0.3);
    const [before = 0, after = 0] = await made.one(`SELECT
      avg(wau) FILTER (WHERE month(as_of) = 2), avg(wau) FILTER (WHERE as_of > DATE '2026-06-20') FROM metric_days`);
    expect(after).toBeGreaterThan(before);
  });

  test("generate() loses users step by step of the funnel, and most on phones", async () => {
    const [project = 0, source = 0, report = 0, desktop = 0, mobile = 1] = await made.one(`SELECT
      avg(project_created), avg(source_connected), avg(report_created),
      avg(report_created) FILTER (WHERE device = 'desktop'), avg(report_created) FILTER (WHERE device = 'mobile')
      FROM user_signups`);
    expect([project > source, source > report, report > 0.25, desktop > 1.5 * mobile]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test("generate() tells of the outage: only people with single sign-on stay away, in the second week of June", async () => {
    const [lost = 0, kept = 0] = await made.one(`WITH weeks AS (
      SELECT sign_in, count(DISTINCT user_id) FILTER (WHERE CAST(start_time AS DATE) BETWEEN DATE '2026-06-01' AND DATE '2026-06-07') AS before,
        count(DISTINCT user_id) FILTER (WHERE CAST(start_time AS DATE) BETWEEN DATE '2026-06-08' AND DATE '2026-06-14') AS during
      FROM sessions JOIN accounts USING (customer_id) GROUP BY 1)
      SELECT max(during / before) FILTER (WHERE sign_in = 'single sign-on'),
        max(during / before) FILTER (WHERE sign_in = 'password') FROM weeks`);
    expect(lost).toBeLessThan(0.5);
    expect(kept).toBeGreaterThan(0.9);
  });

  test("generate() lets nobody of a customer come who has left", async () => {
    const [table] = generateCustomers();
    const left = [...(table?.rows ?? [])].flatMap((row) =>
      row[6] ? [`('${row[0]}', DATE '${row[6]}')`] : [],
    );
    expect(left.length).toBeGreaterThan(20);
    const [ghosts] = await made.one(`SELECT count(*) FROM sessions
      JOIN (VALUES ${left.join(", ")}) AS gone(customer_id, churned_on) USING (customer_id)
      WHERE CAST(start_time AS DATE) >= churned_on`);
    expect(ghosts).toBe(0);
  });
});

test("generate() of the customer database holds about 200 that pay, each with another name, and none that has left", () => {
  const [customers, subscriptions] = generateCustomers();
  const rows = [...(customers?.rows ?? [])];
  expect(new Set(rows.map(([, name]) => name)).size).toBe(rows.length);
  const last = [...(subscriptions?.rows ?? [])].filter(([day]) => day === "2026-06-30");
  expect(last.length).toBeGreaterThan(180);
  const gone = new Set(rows.filter((row) => row[6] !== null).map(([id]) => id));
  expect(last.filter(([, id]) => gone.has(id))).toEqual([]);
  const sum = (all: readonly (readonly unknown[])[], at: number) =>
    all.reduce((total, row) => total + Math.round(Number(row[at]) * 100), 0);
  expect(sum(rows, 4)).toBe(sum(last, 3));
});
