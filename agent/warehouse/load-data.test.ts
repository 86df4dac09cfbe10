import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cell } from "../events.ts";
import { guardSql } from "../sql/guard.ts";
import { openDuckdb } from "./duckdb.ts";
import { openEngine } from "./duckdb-engine.ts";
import { type DataSource, loadData } from "./load-data.ts";

const GENERATOR = `
export function* generate() {
  yield {
    name: "orders",
    columns: [
      { name: "id", type: "STRING" }, { name: "units", type: "INT64" }, { name: "price", type: "NUMERIC" },
      { name: "rate", type: "NUMERIC" }, { name: "day", type: "DATE" }, { name: "paid", type: "BOOL" },
    ],
    rows: [["01", 2, "10.10", "0.123456789", "2024-01-31", true], ["02", null, "-3", null, null, false]],
  };
}`;
const CSV = `id,zip,amount,rate,day,us_day,doubtful,at,flag,note,empty
1,00501,10.5,1e-3,2024-01-31,12/31/2024,01/02/2024,2024-01-31 10:00:00,true,"a, b",
2,10001,3,2.5,2024-02-29,01/02/2024,02/03/2024,2024-01-31T10:00:00+02:00,FALSE,,
`;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "load-data-"));
  await mkdir(join(folder, "data"));
});
afterEach(() => rm(folder, { recursive: true }));

const dataDir = () => join(folder, "out");
const source = (data: DataSource["data"]): DataSource => ({
  name: "acme-eu",
  folder,
  dataset: "sales",
  data,
});

async function generated(text = GENERATOR): Promise<DataSource> {
  await writeFile(join(folder, "data", "generate.ts"), text);
  return source({ generate: "data/generate.ts" });
}

/** Rows of a statement on a loaded file, and the types of its columns. */
async function read(
  file: string,
  sql: string,
): Promise<{ rows: readonly (readonly Cell[])[]; types: string[] }> {
  await using warehouse = await openDuckdb({ source: { file }, dataset: "sales", connections: 1 });
  const statement = guardSql(sql, warehouse.scope);
  if (!statement.ok) throw new Error(JSON.stringify(statement.failure));
  const limits = { maxRows: 100, timeoutMs: 10_000, maxCostUsd: 1 };
  const result = await warehouse.query(statement.value, {
    limits,
    signal: new AbortController().signal,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  const { rows, columns } = result.value;
  return { rows, types: columns.map(({ type }) => type) };
}

describe("loadData() from a generator", () => {
  test("writes every table with its types, decimals exact", async () => {
    const { file, tables } = await loadData(await generated(), dataDir());
    expect([...tables]).toEqual([["orders", ["id", "units", "price", "rate", "day", "paid"]]]);
    const { rows, types } = await read(file, "SELECT * FROM orders ORDER BY id");
    expect(types).toEqual(["string", "integer", "number", "number", "date", "boolean"]);
    expect(rows).toEqual([
      ["01", 2, 10.1, 0.123456789, "2024-01-31", true],
      ["02", null, -3, null, null, false],
    ]);
  });

  test("does its work once, and again when the generator has changed, leaving only the new file", async () => {
    const first = await loadData(await generated(), dataDir());
    expect((await loadData(await generated(), dataDir())).file).toBe(first.file);
    await writeFile(join(folder, "data", "names.json"), "[]");
    const second = await loadData(await generated(), dataDir());
    expect(second.file).not.toBe(first.file);
    expect(await readdir(join(dataDir(), "warehouse"))).toEqual([
      expect.stringMatching(/^acme-eu-[0-9a-f]{16}\.duckdb$/),
    ]);
  });

  test("leaves the files of other workspaces and those that another process is writing", async () => {
    await mkdir(join(dataDir(), "warehouse"), { recursive: true });
    const other = "acme-0123456789abcdef.duckdb";
    const [busy, abandoned] = ["a", "b"].map((id) => `acme-eu-0123456789abcdef.duckdb.${id}.tmp`);
    for (const name of [other, busy, abandoned]) {
      await writeFile(join(dataDir(), "warehouse", `${name}`), "");
    }
    await utimes(join(dataDir(), "warehouse", `${abandoned}`), 0, 0);
    await loadData(await generated(), dataDir());
    const left = await readdir(join(dataDir(), "warehouse"));
    expect(left).toEqual(expect.arrayContaining([other, busy]));
    expect(left).not.toContain(abandoned);
  });

  test("gives two that start at the same time the same whole file", async () => {
    const one = await generated();
    const [a, b] = await Promise.all([loadData(one, dataDir()), loadData(one, dataDir())]);
    expect(a).toEqual(b);
    expect((await read(a.file, "SELECT COUNT(*) FROM orders")).rows).toEqual([[2]]);
    expect(await readdir(join(dataDir(), "warehouse"))).toHaveLength(1);
  });

  test("leaves nothing behind when the generator fails", async () => {
    const broken = await generated(
      "export function* generate() { throw new Error('out of numbers'); }",
    );
    await expect(loadData(broken, dataDir())).rejects.toThrow("out of numbers");
    expect(await readdir(join(dataDir(), "warehouse"))).toEqual([]);
  });

  test("says which module lacks generate()", async () => {
    await writeFile(join(folder, "data", "empty.ts"), "export const x = 1;");
    const empty = source({ generate: "data/empty.ts" });
    await expect(loadData(empty, dataDir())).rejects.toThrow(
      /"acme-eu".*empty\.ts must export generate/,
    );
  });
});

describe("loadData() from files", () => {
  test("makes a table of each CSV, with types that keep what is written", async () => {
    await writeFile(join(folder, "data", "monthly sales.csv"), CSV);
    const { file, tables } = await loadData(source({ files: "data/*.csv" }), dataDir());
    expect([...tables.keys()]).toEqual(["monthly_sales"]);
    const { rows, types } = await read(file, "SELECT * FROM monthly_sales ORDER BY id");
    expect(types).toEqual([
      ...["integer", "string", "number", "number", "date", "date"],
      ...["string", "timestamp", "boolean", "string", "string"],
    ]);
    expect(rows).toEqual([
      [
        1,
        "00501",
        10.5,
        0.001,
        "2024-01-31",
        "2024-12-31",
        "01/02/2024",
        "2024-01-31T10:00:00Z",
        true,
        "a, b",
        null,
      ],
      [
        2,
        "10001",
        3,
        2.5,
        "2024-02-29",
        "2024-01-02",
        "02/03/2024",
        "2024-01-31T08:00:00Z",
        false,
        null,
        null,
      ],
    ]);
  });

  test("makes a table of each Parquet file, with the nearest types that BigQuery has", async () => {
    const engine = await openEngine({
      path: ":memory:",
      readOnly: false,
      memoryLimit: "200MB",
      threads: 1,
    });
    const connection = await engine.connect();
    const items = [
      "CAST(7 AS UTINYINT) AS small",
      "CAST(0.5 AS FLOAT) AS ratio",
      "TIMESTAMPTZ '2024-01-31 12:00:00+02' AS at",
      "CAST(1.25 AS DECIMAL(9, 2)) AS price",
      "['a', 'b'] AS tags",
      "'00501' AS zip",
    ];
    await connection.query(
      `COPY (SELECT ${items.join(", ")}) TO '${join(folder, "data", "facts.parquet")}'`,
    );
    connection.close();
    engine.close();
    const { file } = await loadData(source({ files: "data/*.parquet" }), dataDir());
    const { rows, types } = await read(file, "SELECT * FROM facts");
    expect(types).toEqual(["integer", "number", "timestamp", "number", "json", "string"]);
    expect(rows).toEqual([[7, 0.5, "2024-01-31T10:00:00Z", 1.25, '["a","b"]', "00501"]]);
  });

  test("names the file that cannot be read", async () => {
    await writeFile(join(folder, "data", "broken.parquet"), "no parquet");
    await expect(loadData(source({ files: "data/*.parquet" }), dataDir())).rejects.toThrow(
      /Cannot load .*broken\.parquet as table "broken"/,
    );
  });

  test("loadData() keeps a column of dates a date where some of its cells are empty", async () => {
    await writeFile(
      join(folder, "data", "t.csv"),
      "a,back,seen\n1,2024-01-31,\n2,,2024-01-31T10:00:00Z\n",
    );
    const { file } = await loadData(source({ files: "data/*.csv" }), dataDir());
    const { types, rows } = await read(file, "SELECT back, seen FROM t ORDER BY a");
    expect(types).toEqual(["date", "timestamp"]);
    expect(rows).toEqual([
      ["2024-01-31", null],
      [null, "2024-01-31T10:00:00Z"],
    ]);
  });

  test("is made anew when a file changes", async () => {
    const path = join(folder, "data", "t.csv");
    await writeFile(path, "a,b\n1,x\n");
    const first = await loadData(source({ files: "data/*.csv" }), dataDir());
    await writeFile(path, "a,b\n1,x\n2,y\n");
    const second = await loadData(source({ files: "data/*.csv" }), dataDir());
    expect(second.file).not.toBe(first.file);
    expect((await read(second.file, "SELECT a, b FROM t ORDER BY a")).rows).toEqual([
      [1, "x"],
      [2, "y"],
    ]);
  });

  test("throws in words when nothing matches", async () => {
    await expect(loadData(source({ files: "data/*.parquet" }), dataDir())).rejects.toThrow(
      /Cannot find data of "acme-eu": nothing matches .*parquet/,
    );
  });
});
