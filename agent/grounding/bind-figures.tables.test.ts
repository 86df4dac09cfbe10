import type { TableEvidence } from "../events.ts";
import { bindFigures } from "./bind-figures.ts";

type Rows = TableEvidence["rows"];

function result(id: string, columns: TableEvidence["columns"], rows: Rows): TableEvidence {
  return {
    type: "evidence",
    id,
    tool: "query_bigquery",
    title: id,
    sql: "SELECT 1 WHERE product = 'Sleeping Bag -5°C'",
    columns,
    rows,
    row_count: rows.length,
    truncated: false,
    tables: [],
    as_of: null,
    grade: "metric",
    bytes: 0,
    ms: 0,
  };
}

function unboundIn(answer: string, evidence: readonly TableEvidence[]): readonly string[] {
  const { figures } = bindFigures(answer, { evidence, question: "", memories: [] });
  return figures.flatMap(({ text, source }) => (source.kind === "unbound" ? [text] : []));
}

const quarter = { name: "period", type: "date" as const };
const cost = { name: "cost", type: "number" as const, unit: "EUR" };

test("bindFigures() looks for a column of the year before in the rows of that year", () => {
  const evidence = [
    result(
      "now",
      [quarter, cost],
      [
        ["2024-07-01", 412_000],
        ["2024-10-01", 432_000],
      ],
    ),
    result(
      "before",
      [quarter, cost],
      [
        ["2023-07-01", 425_000],
        ["2023-10-01", 444_000],
      ],
    ),
  ];
  const row = (value: string) =>
    `| Quarter | Cost | A year before |\n| --- | --- | --- |\n| Q3 2024 | €412K | ${value} |\n`;
  expect(unboundIn(row("€425K"), evidence)).toEqual([]);
  expect(unboundIn(row("€455K"), evidence)).toEqual(["€455K"]);
});

test("bindFigures() takes a row called Target from the target's column", () => {
  const evidence = [
    result(
      "now",
      [
        { name: "completed_visits", type: "integer", unit: "count" },
        { name: "visits_goal", type: "integer", unit: "count" },
      ],
      [[235, 207]],
    ),
  ];
  const table = (goal: string) =>
    `|  | Completed visits |\n| --- | --- |\n| July 2024 | 235 |\n| Target | ${goal} |\n`;
  expect(unboundIn(table("207"), evidence)).toEqual([]);
  expect(unboundIn(table("217"), evidence)).toEqual(["217"]);
});

test("bindFigures() binds a key under its own header", () => {
  const evidence = [result("rows", [{ name: "order_id", type: "integer" }, cost], [[47, 12]])];
  const table = (key: string) => `| Order id | Cost |\n| --- | --- |\n| ${key} | €12 |\n`;
  expect(unboundIn(table("47"), evidence)).toEqual([]);
  expect(unboundIn(table("48"), evidence)).toEqual(["48"]);
});

test("bindFigures() names no row by the year within another row's moment", () => {
  const moment = { name: "seen_at", type: "timestamp" as const };
  const doctor = { name: "doctor", type: "string" as const };
  const wait = { name: "wait", type: "integer" as const, unit: "minutes" };
  const evidence = [
    result(
      "rows",
      [moment, doctor, wait],
      [
        ["2024-09-19T16:45:00Z", "Dr. Laurent", 63],
        ["2024-01-01T09:00:00Z", "Dr. Laurent", 61],
      ],
    ),
  ];
  const table =
    "| Seen at | Doctor | Wait |\n| --- | --- | --- |\n| 2024-09-19 16:45 | Dr. Laurent | 63 minutes |\n";
  expect(unboundIn(table, evidence)).toEqual([]);
});

test("bindFigures() reads no figure in a name that the query is filtered to", () => {
  const evidence = [result("now", [{ name: "units", type: "integer", unit: "count" }], [[504]])];
  expect(unboundIn("Units for Sleeping Bag -5°C were 504.", evidence)).toEqual([]);
});

test("bindFigures() takes a member's share from what two results have of it", () => {
  const region = { name: "region", type: "string" as const };
  const rows = (west: number, east: number) => [
    ["West", west],
    ["East", east],
  ];
  const evidence = [
    result("part", [region, cost], rows(42_000, 19_000)),
    result("whole", [region, cost], rows(116_000, 98_000)),
  ];
  const row = (value: string) =>
    `| Region | Online | All | Share |\n| --- | --- | --- | --- |\n| East | €19K | €98K | ${value} |\n`;
  expect(unboundIn(row("19.4%"), evidence)).toEqual([]);
  expect(unboundIn(row("36.2%"), evidence)).toEqual(["36.2%"]);
});

test("bindFigures() reads a column headed by a member called Growth as amounts", () => {
  const tier = { name: "tier", type: "string" as const };
  const evidence = [
    result(
      "now",
      [quarter, tier, cost],
      [
        ["2024-10-01", "Growth", 71_300],
        ["2024-10-01", "Starter", 12_400],
      ],
    ),
  ];
  const row = (value: string) =>
    `| Month | Growth | Starter |\n| --- | --- | --- |\n| October 2024 | ${value} | €12.4K |\n`;
  expect(unboundIn(row("€71.3K"), evidence)).toEqual([]);
  expect(unboundIn(row("€73.1K"), evidence)).toEqual(["€73.1K"]);
});
