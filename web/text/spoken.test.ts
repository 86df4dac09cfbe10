import type { EvidenceEvent } from "../../agent/events.ts";
import { DOCUMENTS } from "../testing/harbour.ts";
import { toSpoken } from "./spoken.ts";

describe("toSpoken()", () => {
  it("reads signs as words and sources by their names, without markup", () => {
    const answer =
      "**Down 3.8%** ⚠️ [sales_targets.md › Thresholds].\n\n| Region | Gap |\n|---|---|\n| Island | −27.0% 🔴 |\n\n_Assumed: [none]._";
    expect(toSpoken(answer, [DOCUMENTS as EvidenceEvent])).toBe(
      "Down 3.8% (attention) (source: Sales targets).\nRegion, Gap\nIsland, −27.0% (bad)\nAssumed: [none].",
    );
  });
});
