import type { OpenWorkspace } from "../../deps.ts";
import type { MetricQuery } from "../../semantic/metric-query.ts";
import { metrics } from "../testing/hostile.ts";
import { openAtlas } from "../testing/open-atlas.ts";
import { openGate } from "../testing/open-gate.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

const JANUARY = { start: "2025-01-01", end: "2025-02-01" };
const FEW = /fewer than 10 customers/;
const TOGETHER = /Together with what you have asked before/;
const customers = (more: Partial<MetricQuery> = {}) =>
  metrics({ metrics: ["customer_count"], ...more });
const where = (field: string, op: "eq" | "neq" | "lt" | "gte", value: string) => ({
  field,
  op,
  values: [value],
});
const support = () => openGate(atlas, { role: "Support" });

describe("askSafely()", () => {
  test("answers what stands for enough", async () => {
    expect(await support().ask(customers())).toEqual([[60]]);
    expect(await support().ask(metrics({ time: JANUARY }))).toEqual([[180]]);
  });

  test.each([
    ["few", where("accounts.country", "eq", "LI")],
    ["nobody", where("accounts.country", "eq", "Nowhere")],
    ["few users of enough days", where("events.device", "eq", "tv")],
  ])("refuses a figure of %s in the same words", async (_, filter) => {
    expect(await support().ask(metrics({ filters: [filter] }))).toMatch(FEW);
  });

  test.each([
    ["the rest of few", where("accounts.country", "neq", "LI")],
    ["the rest of few users", where("events.device", "neq", "tv")],
  ])("refuses %s, which the whole would give away", async (_, filter) => {
    expect(await support().ask(metrics({ filters: [filter] }))).toMatch(TOGETHER);
  });

  test("shows no cell of few and no cell that would give one away, and says so", async () => {
    const gate = support();
    const rows = await gate.ask(customers({ dimensions: ["accounts.country"] }));
    expect(rows).toEqual([
      ["DE", 19],
      ["US", 19],
    ]);
    expect(gate.noted.at(-1)).toMatchObject({ decision: "narrowed", rows: 2 });
    expect(gate.noted.at(-1)?.reason).toMatch(/Not shown: 3 groups/);
  });

  test.each([
    ["a threshold", { having: [{ metric: "customer_count", op: "lt", values: [10] }] as const }],
    ["an order", { orderBy: [{ by: "customer_count", direction: "asc" }] as const, limit: 2 }],
    ["a limit", { limit: 5 }],
  ])("lets %s see nothing of what is hidden", async (_, more) => {
    const rows = await support().ask(customers({ dimensions: ["accounts.country"], ...more }));
    expect(JSON.stringify(rows)).not.toMatch(/LI|IS|FR|\b[34]\b/);
  });

  test("keeps running figures and changes away from a hidden period", async () => {
    const kinds = ["running_total", "change"] as const;
    for (const kind of kinds) {
      const rows = await support().ask(
        metrics({
          metrics: ["event_count"],
          filters: [where("events.event_name", "eq", "report")],
          time: { start: "2025-01-01", end: "2025-01-15", grain: "day" },
          calculate: [{ kind, metric: "event_count" }],
        }),
      );
      for (const [, , along] of Array.isArray(rows) ? rows : []) expect(along).toBeNull();
    }
  });

  test("refuses a ratio of which one side stands for few", async () => {
    const rows = await support().ask(
      metrics({ metrics: ["report_rate"], time: { start: "2025-01-01", end: "2025-01-02" } }),
    );
    expect(rows).toMatch(FEW);
  });

  test("refuses a share of almost all, which tells of the few that are left", async () => {
    const share = (end: string) =>
      metrics({ metrics: ["view_share"], time: { start: "2025-01-01", end } });
    expect(await support().ask(share("2025-01-02"))).toHaveLength(1);
    expect(await support().ask(share("2025-02-01"))).toMatch(FEW);
  });

  test("refuses a sum that one makes up", async () => {
    const gate = openGate(atlas, { role: "Executive" });
    const all = await gate.ask(metrics({ metrics: ["total_mrr"] }));
    expect(all).toMatch(/One alone would make up most/);
  });

  test("answers figures over nobody's rows that the author vouches for", async () => {
    expect(await support().ask(metrics({ metrics: ["goal"] }))).toEqual([[40]]);
  });

  describe("over the questions of one person", () => {
    const upTo = (day: string) => customers({ filters: [where("accounts.created_on", "lt", day)] });

    test("refuses the difference of two that each may be shown", async () => {
      const gate = support();
      expect(await gate.ask(upTo("2024-09-01"))).toEqual([[31]]);
      expect(await gate.ask(upTo("2024-09-01"))).toEqual([[31]]);
      expect(await gate.ask(upTo("2024-09-04"))).toMatch(TOGETHER);
      expect(await gate.ask(upTo("2024-10-15"))).toEqual([[46]]);
    });

    test("refuses windows that differ by a day of few", async () => {
      const gate = support();
      const reports = (end: string) =>
        metrics({
          metrics: ["event_count"],
          filters: [
            where("accounts.country", "eq", "FR"),
            where("events.event_name", "eq", "report"),
          ],
          time: { start: "2025-01-01", end },
        });
      expect(await gate.ask(reports("2025-02-01"))).toHaveLength(1);
      expect(await gate.ask(reports("2025-02-02"))).toMatch(TOGETHER);
    });

    test("refuses the last part of a whole whose other parts are known", async () => {
      const gate = support();
      const tier = (value: string) => customers({ filters: [where("accounts.tier", "eq", value)] });
      expect(await gate.ask(customers())).toEqual([[60]]);
      expect(await gate.ask(tier("free"))).toEqual([[30]]);
      expect(await gate.ask(tier("pro"))).toMatch(TOGETHER);
    });

    test("knows a total by the shares of it", async () => {
      const gate = support();
      const shares = metrics({
        metrics: ["customer_count"],
        dimensions: ["accounts.tier"],
        filters: [where("accounts.created_on", "lt", "2024-09-29")],
        calculate: [{ kind: "share", metric: "customer_count" }],
      });
      expect(await gate.ask(shares)).not.toBeTypeOf("string");
      expect(await gate.ask(upTo("2024-10-02"))).toMatch(TOGETHER);
    });

    test("remembers in another session, in another role and after everything else was forgotten", async () => {
      const first = support();
      const { deps } = first;
      expect(await first.ask(upTo("2024-09-01"))).toEqual([[31]]);
      await deps.memories.clear({ userId: "ada", role: "Support", workspace: "atlas" });
      await deps.userData.deleteUser("ada");
      const later = openGate(atlas, { role: "Executive", deps });
      expect(await later.ask(upTo("2024-09-04"))).toMatch(TOGETHER);
      const other = openGate(atlas, { role: "Support", deps, user: "bob" });
      expect(await other.ask(upTo("2024-09-04"))).toEqual([[32]]);
    });

    test("lets two questions at once not slip past each other", async () => {
      const gate = support();
      const days = ["2024-09-01", "2024-09-04", "2024-09-07", "2024-09-10"];
      const answers = await Promise.all(days.map((day) => gate.ask(upTo(day))));
      expect(answers.filter((answer) => typeof answer !== "string")).toHaveLength(1);
    });

    test("asks nothing of a person who asks the same or wholly other things", async () => {
      const gate = support();
      for (const month of ["01", "02"]) {
        const time = { start: `2025-${month}-01`, end: `2025-${month}-15` };
        expect(await gate.ask(metrics({ time }))).toEqual([[180]]);
        expect(await gate.ask(metrics({ time: { ...time, grain: "day" } }))).toHaveLength(14);
        const mobile = [where("events.device", "eq", "mobile")];
        expect(await gate.ask(metrics({ time, filters: mobile }))).toEqual([[60]]);
      }
    });
  });
});
