import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dataset, Field } from "../semantic/model.ts";
import { guardSql } from "../sql/guard.ts";
import type { Workspace } from "../workspace.ts";
import { openWarehouse } from "./open-warehouse.ts";
import { openBigqueryStandIn } from "./testing/bigquery-stand-in.ts";
import { seedStandIn } from "./testing/seed-stand-in.ts";

const names = (name: string) => ({ name, label: name, description: "", synonyms: [] });
const day: Field = {
  ...names("sold_on"),
  dataset: "visits",
  id: "visits.sold_on",
  expression: "day",
  type: "Date",
  isTime: true,
  sensitivity: "none",
  indexValues: false,
};
const visits: Dataset = {
  ...names("visits"),
  source: { kind: "table", table: "visits" },
  tables: ["visits"],
  primaryKey: [],
  uniqueKeys: [],
  fields: [day],
  snapshot: false,
  timeField: "sold_on",
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "open-warehouse-"));
  await writeFile(join(folder, "visits.csv"), "day,people\n2024-01-05,3\n2024-02-01,4\n");
});
afterAll(() => rm(folder, { recursive: true }));

const workspace = (today: () => string): Workspace => ({
  name: "museum",
  title: "Museum",
  description: "",
  dataset: "museum",
  today,
  timezone: "UTC",
  currency: "EUR",
  fiscalYearStartMonth: 1,
  starters: [],
  model: {
    name: "museum",
    description: "",
    datasets: [visits],
    relationships: [],
    rollups: [],
    metrics: [],
  },
  verifiedQueries: [],
  folder,
  data: { files: "*.csv" },
});
const settings = () => ({
  sources: {},
  warehouse: { kind: "duckdb" as const },
  dataDir: join(folder, "out"),
});
const limits = { maxRows: 10, timeoutMs: 10_000, maxCostUsd: 1 };
const { signal } = new AbortController();

test("openWarehouse() loads the data, knows its tables and the last date by the model's time field", async () => {
  const { warehouse, scope } = await openWarehouse(
    workspace(() => "2024-02-02"),
    settings(),
  );
  await using _ = warehouse;
  expect([...scope.tables]).toEqual([["visits", ["day", "people"]]]);
  expect(await warehouse.asOf(["visits"], signal)).toBe("2024-02-01");
});

async function currentDate(today: () => string): Promise<string> {
  const { warehouse, scope } = await openWarehouse(workspace(today), settings());
  await using _ = warehouse;
  const statement = guardSql("SELECT CURRENT_DATE()", scope);
  if (!statement.ok) return JSON.stringify(statement);
  const result = await warehouse.query(statement.value, { limits, signal });
  return result.ok ? String(result.value.rows[0]?.[0]) : JSON.stringify(result);
}

test("openWarehouse() lets CURRENT_DATE follow the workspace's own clock, else the real one", async () => {
  const realDate = () => new Date().toISOString().slice(0, 10);
  expect(await currentDate(() => "2024-02-02")).toBe("2024-02-02");
  const before = realDate();
  const found = await currentDate(realDate);
  expect([before, realDate()]).toContain(found);
});

test("openWarehouse() opens BigQuery by its settings, with the workspace on every job", async () => {
  await using standIn = await openBigqueryStandIn();
  const fields = [
    { name: "day", type: "DATE" },
    { name: "people", type: "INT64" },
  ];
  const rows = [{ day: "2024-01-05", people: 3 }];
  await seedStandIn(standIn.url, "museum", [{ name: "visits", fields, rows }]);
  const apiEndpoint = standIn.url;
  const { warehouse, scope } = await openWarehouse(
    workspace(() => "2024-02-02"),
    {
      ...settings(),
      warehouse: { kind: "bigquery", project: "p", location: "US", usdPerTib: 5, apiEndpoint },
    },
  );
  await using _ = warehouse;
  expect([...scope.tables]).toEqual([["visits", ["day", "people"]]]);
  expect(await warehouse.asOf(["visits"], signal)).toBe("2024-01-05");
  const statement = guardSql("SELECT people, CURRENT_DATE() FROM visits", scope);
  const result = statement.ok && (await warehouse.query(statement.value, { limits, signal }));
  expect(result).toMatchObject({ ok: true, value: { rows: [[3, "2024-02-02"]] } });
  for (const { configuration } of standIn.jobs.values())
    expect(configuration.labels).toEqual({ app: "insight-agent", workspace: "museum" });
});
