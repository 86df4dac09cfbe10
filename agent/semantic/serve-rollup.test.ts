import fc from "fast-check";
import { guardSql } from "../sql/guard.ts";
import { type DuckdbWarehouse, openDuckdb } from "../warehouse/duckdb.ts";
import { compileQuery } from "./compile.ts";
import { loadModel } from "./load-model.ts";
import type { MetricQuery } from "./metric-query.ts";

const field = (name: string, datatype: string, more = "") =>
  `      - { name: ${name}, datatype: ${datatype}, expression: { dialects: [{ dialect: BIGQUERY, expression: "${name}" }] }${more} }`;
const says = (data: object) =>
  `, custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '${JSON.stringify(data)}' }]`;

const MODEL = `version: 0.2.0.dev0
name: gym
datasets:
  - name: visits
    source: gym.visits
    primary_key: [visit_id]
    fields:
${field("visit_id", "Integer")}
${field("began", "DateTimeTz", says({ default_time: true }))}
${field("member", "Integer")}
${field("club", "String")}
${field("sport", "String")}
${field("minutes", "Integer")}
  - name: clubs
    source: gym.clubs
    primary_key: [club]
    fields:
${field("club", "String")}
${field("city", "String")}
  - name: club_returns
    source: gym.club_returns
    primary_key: [day, club, day_before]
    custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '{"rolls_up": "visits"}' }]
    fields:
${field("day", "Date", says({ default_time: true }))}
${field("club", "String")}
${field("day_before", "Date", says({ previous_of: "member", counted_in: "members" }))}
${field("members", "Integer")}
${field("visits", "Integer", says({ rolls_up: "COUNT(visits.visit_id)" }))}
  - name: member_days
    source: gym.member_days
    primary_key: [day, member]
    custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '{"rolls_up": "visits"}' }]
    fields:
${field("day", "Date", says({ default_time: true }))}
${field("member", "Integer")}
${field("club", "String")}
${field("visits", "Integer", says({ rolls_up: "COUNT(visits.visit_id)" }))}
${field("minutes", "Integer", says({ rolls_up: "SUM(visits.minutes)" }))}
${field("longest", "Integer", says({ rolls_up: "MAX(visits.minutes)" }))}
${field("day_before", "Date", says({ previous_of: "member" }))}
relationships:
  - { name: visits_to_clubs, from: visits, to: clubs, from_columns: [club], to_columns: [club] }
metrics:
${[
  ["visits", "COUNT(visits.visit_id)"],
  ["minutes", "SUM(visits.minutes)"],
  ["members", "COUNT(DISTINCT visits.member)"],
  ["longest", "MAX(visits.minutes)"],
  ["per_member", "SAFE_DIVIDE(SUM(visits.minutes), COUNT(DISTINCT visits.member))"],
  ["sports", "COUNT(DISTINCT visits.sport)"],
]
  .map(
    ([name, sql]) =>
      `  - { name: ${name}, expression: { dialects: [{ dialect: BIGQUERY, expression: "${sql}" }] } }`,
  )
  .join("\n")}
`;

/** Each member belongs to one club; visits of 60 days. */
const SETUP = [
  "CREATE SCHEMA gym",
  `CREATE TABLE gym.visits AS SELECT i AS visit_id, TIMESTAMP '2025-01-01' + to_minutes(CAST(hash(i, 'began') % 86400 AS BIGINT)) AS began,
    CAST(hash(i) % 40 AS BIGINT) AS member, ['north', 'south', 'east'][1 + CAST(hash(i) % 40 % 3 AS INTEGER)] AS club,
    ['swim', 'run'][1 + CAST(hash(i, 'sport') % 2 AS INTEGER)] AS sport, CAST(10 + hash(i, 'long') % 80 AS BIGINT) AS minutes
    FROM range(900) AS numbers(i)`,
  "CREATE TABLE gym.clubs AS SELECT * FROM (VALUES ('north', 'Oslo'), ('south', 'Rome'), ('east', 'Rome')) AS t(club, city)",
  `CREATE TABLE gym.member_days AS SELECT *, lag(day) OVER (PARTITION BY member ORDER BY day) AS day_before FROM (
    SELECT CAST(began AS DATE) AS day, member, min(club) AS club, count(*) AS visits, CAST(sum(minutes) AS BIGINT) AS minutes, max(minutes) AS longest
    FROM gym.visits GROUP BY 1, 2)`,
  `CREATE TABLE gym.club_returns AS SELECT day, club, day_before, count(*) AS members, CAST(sum(visits) AS BIGINT) AS visits
    FROM gym.member_days GROUP BY 1, 2, 3`,
];

const model = loadModel(MODEL, "gym.yaml");
let warehouse: DuckdbWarehouse;
beforeAll(async () => {
  warehouse = await openDuckdb({ source: { setup: SETUP }, dataset: "gym", connections: 1 });
});
afterAll(() => warehouse[Symbol.asyncDispose]());

function compile(query: MetricQuery, rollups: boolean) {
  const compiled = compileQuery(query, model, { dataset: "gym", fiscalYearStartMonth: 2, rollups });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure));
  return compiled.value;
}

async function rows(query: MetricQuery, rollups: boolean) {
  const guarded = guardSql(compile(query, rollups).sql, warehouse.scope);
  if (!guarded.ok) throw new Error(JSON.stringify(guarded.failure));
  const limits = { maxRows: 500, timeoutMs: 10_000, maxCostUsd: 1 };
  const result = await warehouse.query(guarded.value, {
    limits,
    signal: new AbortController().signal,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value.rows.map((row) => JSON.stringify(row)).toSorted();
}

const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);

const time = fc
  .tuple(
    fc.nat(58),
    fc.integer({ min: 1, max: 40 }),
    fc.constantFrom("day", "week", "month", "quarter", undefined),
  )
  .map(([from, length, grain]) => ({
    start: day(from),
    end: day(from + length),
    ...(grain && { grain }),
  }));

const asked = fc.record({
  kind: fc.constant("metrics" as const),
  metrics: fc.uniqueArray(
    fc.constantFrom("visits", "minutes", "members", "longest", "per_member", "sports"),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  dimensions: fc.subarray(
    ["visits.club", "clubs.city", "visits.member", "visits.sport", "visits.began"],
    { maxLength: 2 },
  ),
  filters: fc.subarray(
    [
      { field: "clubs.city", op: "eq", values: ["Rome"] },
      { field: "visits.club", op: "neq", values: ["north"] },
      { field: "visits.sport", op: "eq", values: ["run"] },
      { field: "visits.began", op: "gte", values: ["2025-01-20"] },
    ] as const,
    { maxLength: 2 },
  ),
  time: fc.option(time, { nil: undefined }),
});

test("compileQuery() gives the same rows over a roll-up as over what it sums up, whatever is asked", async () => {
  await fc.assert(
    fc.asyncProperty(asked, async ({ time: when, ...query }) => {
      const whole = { ...query, ...(when && { time: when }) } as MetricQuery;
      expect(await rows(whole, true)).toEqual(await rows(whole, false));
    }),
    { numRuns: 120 },
  );
});

const JANUARY = { start: "2025-01-01", end: "2025-02-01" };
const ask = (metric: string, more: Partial<MetricQuery> = {}): MetricQuery => ({
  kind: "metrics",
  metrics: [metric],
  dimensions: [],
  filters: [],
  time: JANUARY,
  ...more,
});

test("compileQuery() adds up the members of a period who are new in it where a roll-up has how many they are", () => {
  const { sql, tables } = compile(
    ask("members", { dimensions: ["clubs.city"], metrics: ["members", "visits"] }),
    true,
  );
  expect(tables).toEqual(["club_returns", "clubs"]);
  expect(sql).toContain(
    "COALESCE(SUM(IF(club_returns.day_before IS NULL OR club_returns.day_before < DATE '2025-01-01', club_returns.members, 0)), 0)",
  );
});

test("compileQuery() counts the members of a period as those who are new in it", () => {
  const { sql, tables } = compile(ask("per_member"), true);
  expect(tables).toEqual(["member_days"]);
  expect(sql).toContain(
    "COUNTIF(member_days.day_before IS NULL OR member_days.day_before < DATE '2025-01-01')",
  );
  const weekly = compile(ask("per_member", { time: { ...JANUARY, grain: "week" } }), true);
  expect(weekly.sql).toContain(
    "GREATEST(DATE '2025-01-01', DATE_TRUNC(member_days.day, WEEK(MONDAY)))",
  );
});

test.each([
  ["a breakdown that it does not have", ask("members", { dimensions: ["visits.sport"] })],
  [
    "a filter that it does not have",
    ask("visits", { filters: [{ field: "visits.sport", op: "eq", values: ["run"] }] }),
  ],
  ["a figure that it does not have", ask("sports")],
])("compileQuery() reads the rows themselves for %s", (_, query) => {
  expect(compile(query, true).tables).toEqual(["visits"]);
});

test("loadModel() refuses a roll-up of nothing, and one of what is no aggregate", () => {
  const wrong = MODEL.replace('"rolls_up": "visits"', '"rolls_up": "visit"').replace(
    'SUM(visits.minutes)"}',
    'visits.minutes"}',
  );
  expect(() => loadModel(wrong, "gym.yaml")).toThrow(/rolls up "visit", which is no dataset/);
  const loose = MODEL.replace('"rolls_up":"SUM(visits.minutes)"', '"rolls_up":"visits.minutes"');
  expect(() => loadModel(loose, "gym.yaml")).toThrow(/must be one aggregate/);
  const uncounted = MODEL.replace('"counted_in":"members"', '"counted_in":"member"');
  expect(() => loadModel(uncounted, "gym.yaml")).toThrow(
    /counted in "member", which is none of its fields/,
  );
});
