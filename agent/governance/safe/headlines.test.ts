import type { OpenWorkspace } from "../../deps.ts";
import type { MetricQuery } from "../../semantic/metric-query.ts";
import type { Grain } from "../../semantic/time-range.ts";
import { metrics } from "../testing/hostile.ts";
import { openAtlas } from "../testing/open-atlas.ts";
import { openGate } from "../testing/open-gate.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

/** Twenty to thirty come in a quarter. */
const HEADLINE = { metric: "customer_count", grain: "quarter" } as const;
const FEW = /fewer than 10 customers|Together with what/;

/** Atlas, in which the number of customers who came in whole periods is for everyone. Ten come in a month, one in three days. */
function openWith(grain: Grain = HEADLINE.grain) {
  const { governance } = atlas;
  if (!governance) throw new Error("There is none");
  const access = { ...governance.access, headlines: [{ ...HEADLINE, grain }] };
  return openGate({ ...atlas, governance: { ...governance, access } }, { role: "Support" });
}

const came = (start: string, end: string, more: Partial<MetricQuery> & { grain?: Grain } = {}) => {
  const { grain, ...rest } = more;
  const time = { start, end, ...(grain && { grain }) };
  return metrics({ metrics: ["customer_count"], time, ...rest });
};

describe("a headline", () => {
  test("is told in whole periods though few stand behind it", async () => {
    const week = came("2024-06-03", "2024-06-10");
    expect(await openGate(atlas, { role: "Support" }).ask(week)).toMatch(FEW);
    expect(await openWith("week").ask(week)).toEqual([[2]]);
    const weeks = await openWith("week").ask(came("2024-06-03", "2024-06-24", { grain: "week" }));
    expect(weeks).toHaveLength(3);
  });

  test("is told from where the data begin up to today, which is no period's end", async () => {
    expect(await openWith("month").ask(came("2024-05-20", "2025-03-02"))).toEqual([[60]]);
    expect(await openWith("month").ask(came("2024-11-01", "2025-03-05"))).toEqual([[9]]);
  });

  test("does not tell by what is refused when the last one came", async () => {
    for (const day of ["2024-11-24", "2024-11-26", "2024-11-28", "2024-12-25"]) {
      expect(await openWith("month").ask(came("2024-11-01", day))).toMatch(FEW);
      expect(await openWith("month").ask(came(day, "2025-03-05"))).toMatch(FEW);
    }
  });

  test.each([
    ["part of a period", came("2024-06-03", "2024-06-08")],
    ["shorter periods", came("2024-06-01", "2024-07-01", { grain: "day" })],
    ["periods across it", came("2024-06-03", "2024-06-24", { grain: "week" })],
    [
      "a group",
      came("2024-06-01", "2024-07-01", {
        filters: [{ field: "accounts.country", op: "eq", values: ["DE"] }],
      }),
    ],
    ["groups", came("2024-06-01", "2024-07-01", { dimensions: ["accounts.country"] })],
  ])("is a figure like any other over %s", async (_, query) => {
    expect(await openWith("month").ask(query)).toMatch(FEW);
  });

  test("counts as known to everyone: what it leaves over is of few", async () => {
    // 35 came before the middle of September, of whom 31 in whole months.
    const query = came("2024-06-01", "2024-09-14");
    expect(await openGate(atlas, { role: "Support" }).ask(query)).toEqual([[35]]);
    expect(await openWith("month").ask(query)).toMatch(/Together with what/);
  });

  test("vouches for no other figure of the same rows", async () => {
    const both = came("2024-09-01", "2024-09-08", { metrics: ["customer_count", "event_count"] });
    expect(await openWith("day").ask(both)).toMatch(FEW);
  });
});
