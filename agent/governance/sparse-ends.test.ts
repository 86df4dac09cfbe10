import type { OpenWorkspace } from "../deps.ts";
import { ask, eventsOf, textOf } from "../testing/open-shop.ts";
import { forged, metrics } from "./testing/hostile.ts";
import { createAtlasDeps, openAtlas } from "./testing/open-atlas.ts";
import { openGate } from "./testing/open-gate.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

/** The customers c000 and c059 came on these days, nobody before or after. */
const SINGLE = /June 4, 2024|2024-11-25|November 25/;

describe("the first and last day of a dataset of single subjects", () => {
  test("is not told to who may see no single ones", async () => {
    const of = (role: string) =>
      atlas.governance?.views.get(role)?.coverage.get("accounts.created_on");
    expect(of("Analyst")).toEqual({ start: "2024-06-01", end: "2024-11-25" });
    for (const role of ["Support", "Executive"])
      expect(of(role)).toEqual({ start: "2024-06-01", end: "2024-11-30" });
    const events = atlas.governance?.views.get("Support")?.coverage.get("events.day");
    expect(events).toEqual({ start: "2025-01-01", end: "2025-03-01" });
  });

  test("is not told as how far the data of an answer reach", async () => {
    const customers = metrics({ metrics: ["customer_count"] });
    const usage = metrics({ dimensions: ["accounts.tier"] });
    const lastOf = async (role: string, query: typeof customers) => {
      const gate = openGate(atlas, { role });
      const reached = await gate.query(forged(query, atlas));
      return reached.ok ? reached.value.asOf : reached.failure;
    };
    expect(await lastOf("Support", customers)).toBe("2024-11-30");
    expect(await lastOf("Support", usage)).toBe("2025-03-01");
    expect(await lastOf("Analyst", customers)).not.toBe("2024-11-30");
  });

  test.each(["What data do you have?", "How many customers are there?", "Customers by country"])(
    "stands in no answer to %s",
    async (question) => {
      const policy = { userId: "ada", role: "Support", workspace: "atlas" };
      const events = await ask(createAtlasDeps(atlas), question, { policy });
      expect(textOf(events)).not.toMatch(SINGLE);
      expect(JSON.stringify(eventsOf(events, "evidence"))).not.toMatch(SINGLE);
    },
  );
});
