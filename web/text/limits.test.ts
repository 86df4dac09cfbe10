import { REGIONS, TOTALS } from "../testing/harbour.ts";
import { lastDate, limitsOf } from "./limits.ts";

describe("limitsOf()", () => {
  it("says what the service hid and what was cut, each once", () => {
    const cut = { ...REGIONS, truncated: true, row_count: 4_212 };
    const hidden = "Customer names are hidden: your role sees totals only";
    expect(limitsOf([cut, cut, TOTALS], [hidden])).toEqual([
      `${hidden}.`,
      "“Net sales by region, Q3 2031” has more rows than one query may give: the first 4 of 4,212 were read.",
    ]);
    expect(limitsOf([{ ...REGIONS, truncated: true }], [])[0]).toContain("the first 4 were read");
    expect(limitsOf([REGIONS], [])).toEqual([]);
  });
});

describe("lastDate()", () => {
  it("is that of the stalest table", () => {
    expect(lastDate([REGIONS, { ...TOTALS, as_of: "2031-08-01" }])).toBe("2031-08-01");
    expect(lastDate([{ ...TOTALS, as_of: null }])).toBeUndefined();
  });
});
