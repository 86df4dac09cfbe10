import fc from "fast-check";
import { csvName, toCsv, toTsv } from "./csv.ts";

const firstField = (text: string) => toCsv([], [[text]]).split("\r\n")[1];

describe("toCsv()", () => {
  it("writes a head and rows, with a byte-order mark", () => {
    expect(
      toCsv(
        ["Region", "Sales"],
        [
          ["West", 12.5],
          [null, true],
        ],
      ),
    ).toBe("\uFEFFRegion,Sales\r\nWest,12.5\r\n,true\r\n");
  });

  it("quotes what would break a field", () => {
    expect(firstField('a "b", c')).toBe('"a ""b"", c"');
  });

  it.each(["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1"])(
    "makes the formula %j harmless",
    (cell) => {
      expect(firstField(cell)?.replace(/^"/, "").startsWith("'")).toBe(true);
    },
  );

  it.each(["-12.5", "+29.2%", "-1,247", "−4.6%", "5 - 3"])("leaves the value %j alone", (cell) => {
    expect(firstField(cell)?.replaceAll('"', "")).toBe(cell);
  });

  it("never lets a cell begin a formula, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string(), (cell) => {
        const field = (firstField(cell) ?? "").replace(/^"/, "");
        expect(/^\s*[=@]/.test(field)).toBe(false);
        if (/^\s*[-+]/.test(field)) expect(field).toMatch(/^[-+]?\d[\d,.]*%?"?$/);
      }),
    );
  });

  it.each(["+29.2% ✅", "✅ +29.2%", "+29.2%"])(
    "gives the figure of %j without its sign",
    (cell) => {
      expect(firstField(cell)).toBe("+29.2%");
    },
  );

  it("keeps a cell whole where semicolons part the fields", () => {
    expect(firstField("a;=1+1")).toBe('"a;=1+1"');
    expect(firstField("a\t=1+1")).toBe('"a\t=1+1"');
  });
});

describe("toTsv()", () => {
  it("parts cells by tabs and rows by lines, and none begins a formula, whatever is in it", () => {
    expect(
      toTsv([
        ["Region", "Sales"],
        ["West", -12.5],
        [null, "=1"],
      ]),
    ).toBe("Region\tSales\nWest\t-12.5\n\t'=1\n");
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: fc.constantFrom("=", "-", "@", "\t", "\n", "\r", "a", "1", " ") }),
        ),
        (cells) => {
          const text = toTsv([cells]);
          expect(text.split("\n")).toHaveLength(2);
          const fields = text.slice(0, -1).split("\t");
          expect(fields).toHaveLength(Math.max(1, cells.length));
          for (const field of fields) expect(field).not.toMatch(/^\s*([=@]|[-+](?!\d+$))/);
        },
      ),
    );
  });
});

describe("csvName()", () => {
  it("makes a file name of any title", () => {
    expect(csvName("Revenue by region / Q3")).toBe("revenue-by-region-q3.csv");
    expect(csvName("../..")).toBe("table.csv");
  });
});
