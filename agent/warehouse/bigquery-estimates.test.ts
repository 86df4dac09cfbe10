import { createEstimates } from "./bigquery-estimates.ts";
import type { Jobs } from "./bigquery-job.ts";
import { toLabels } from "./bigquery-labels.ts";
import { billedBytes, toBytes, toUsd } from "./bigquery-price.ts";
import type { WireTableReference } from "./bigquery-wire.ts";

const { signal } = new AbortController();
const SCHEMA = {
  scope: {
    dataset: "shop",
    tables: new Map([
      ["sales", ["id"]],
      ["summary", ["id"]],
    ]),
  },
  views: new Set(["summary"]),
};

function estimating(referencedTables: readonly WireTableReference[]) {
  const asked: string[] = [];
  const query = { statementType: "SELECT", referencedTables };
  const jobs: Jobs = {
    dryRun: async (sql) => {
      asked.push(sql);
      return {
        jobReference: { projectId: "p", jobId: "j" },
        statistics: { totalBytesProcessed: "7", query },
      };
    },
    run: () => Promise.reject(new Error("Nothing is run")),
    settle: async () => {},
  };
  return { estimate: createEstimates(jobs, SCHEMA), asked };
}

const table = (datasetId: string, tableId: string) => ({ projectId: "p", datasetId, tableId });

describe("createEstimates()", () => {
  test("lets a view read what its owner chose", async () => {
    const { estimate } = estimating([table("shop", "summary"), table("raw", "events")]);
    const found = await estimate({ sql: "SELECT 1", tables: ["summary"] }, signal);
    expect(found).toMatchObject({ bytes: 7, tables: 2 });
  });

  test.each([
    ["another dataset", table("raw", "events")],
    ["a table that is not in the scope", table("shop", "salaries")],
  ])("refuses a statement that would read %s, and asks again the next time", async (_, other) => {
    const { estimate, asked } = estimating([table("shop", "sales"), other]);
    for (let i = 0; i < 2; i++)
      await expect(estimate({ sql: "SELECT 1", tables: ["sales"] }, signal)).rejects.toMatchObject({
        failure: { kind: "query-rejected" },
      });
    expect(asked).toHaveLength(2);
  });
});

describe("What a query is billed for", () => {
  const MIB = 2 ** 20;
  test.each([
    ["nothing where nothing is read", [0, 3], 0],
    ["10 MB for one byte", [1, 1], 10 * MIB],
    ["10 MB a table", [5 * MIB, 3], 30 * MIB],
    ["whole MB above that", [30 * MIB + 1, 3], 31 * MIB],
    ["10 MB where the tables are not told", [1, 0], 10 * MIB],
  ] as const)("is %s", (_, [processed, tables], billed) => {
    expect(billedBytes(processed, tables)).toBe(billed);
  });

  test("costs the price of a TiB for a TiB, and the limit of bytes is what a cost buys", () => {
    expect(toUsd(2 ** 40, 6.25)).toBe(6.25);
    expect(toUsd(toBytes(1, 6.25), 6.25)).toBeCloseTo(1, 9);
    expect(toBytes(1, 0)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

test("toLabels() makes labels that Google Cloud takes", () => {
  expect(
    toLabels({ Workspace: "Acme Corp. é", "1turn": "x".repeat(80), user: "", _: "y" }),
  ).toEqual({ workspace: "acme_corp___", turn: "x".repeat(63) });
});
