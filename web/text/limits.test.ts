import type { EvidenceEvent } from "../../agent/events.ts";
import type { Step } from "../state/turn-view.ts";
import { REGIONS, TOTALS } from "../testing/harbour.ts";
import { lastDate, limitsOf } from "./limits.ts";

const read = (...evidence: readonly EvidenceEvent[]) => ({ answer: "", evidence, steps: [] });
const step = (call_id: string, tool: Step["tool"], error?: string): Step => ({
  call_id,
  tool,
  status: error === undefined ? "completed" : "failed",
  label: call_id,
  evidence: [],
  ...(error !== undefined && { error }),
});

describe("limitsOf()", () => {
  it("says what the service hid and what was cut, each once", () => {
    const cut = { ...REGIONS, truncated: true, row_count: 4_212 };
    const hidden = "Customer names are hidden: your role sees totals only";
    expect(limitsOf(read(cut, cut, TOTALS), [hidden])).toEqual([
      `${hidden}.`,
      "“Net sales by region, Q3 2031” has more rows than one query may give: the first 4 of 4,212 were read.",
    ]);
    expect(limitsOf(read({ ...REGIONS, truncated: true }), [])[0]).toContain(
      "the first 4 were read",
    );
    expect(limitsOf(read(REGIONS), [])).toEqual([]);
  });

  it("leaves out what the answer itself says", () => {
    const shown = { ...read(REGIONS), answer: "It was 3.\n\n_Not shown: Two groups are small._" };
    expect(limitsOf(shown, ["Two groups are small", "One is away"])).toEqual(["One is away."]);
  });

  it("says what was refused, unless the question was then asked in another way", () => {
    const refused = step("1", "query_bigquery", "The column email is not open to your role");
    const beside = step("2", "query_bigquery");
    const replanned = step("3", "plan");
    const said = (...steps: readonly Step[]) => limitsOf({ answer: "", evidence: [], steps }, []);
    expect(said(refused, beside)).toEqual(["The column email is not open to your role."]);
    expect(said(refused, beside, replanned, step("4", "search_knowledge_base"))).toHaveLength(1);
    expect(said(refused, beside, replanned, step("4", "query_bigquery"))).toEqual([]);
  });
});

describe("lastDate()", () => {
  it("is that of the stalest table", () => {
    expect(lastDate([REGIONS, { ...TOTALS, as_of: "2031-08-01" }])).toBe("2031-08-01");
    expect(lastDate([{ ...TOTALS, as_of: null }])).toBeUndefined();
  });
});
