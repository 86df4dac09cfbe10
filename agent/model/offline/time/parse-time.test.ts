import { readFileSync } from "node:fs";
import { parseTime } from "./parse-time.ts";
import type { Clock, TimeMention } from "./time-mention.ts";

const CALENDAR: Clock = {
  today: "2025-01-06",
  fiscalYearStartMonth: 1,
  dataStart: "2023-01-01",
  dataEnd: "2024-12-31",
};
const FISCAL: Clock = {
  today: "2025-03-10",
  fiscalYearStartMonth: 2,
  dataStart: "2022-02-01",
  dataEnd: "2025-02-28",
};

/** Lines of `text => mentions`; a question mark says that the year was chosen. */
function table(name: string): [string, string][] {
  const lines = readFileSync(new URL(`testdata/${name}.txt`, import.meta.url), "utf8").split("\n");
  return lines.filter(Boolean).map((line) => line.split(" => ") as [string, string]);
}

function brief(mention: TimeMention): string {
  if (mention.kind !== "range") {
    const to = mention.kind === "grain" ? [] : [mention.to];
    return [mention.kind, ...to, mention.grain].filter(Boolean).join(" ");
  }
  const { range, implicitYear, role } = mention;
  return `${range.start}..${range.end}${implicitYear ? "?" : ""}${role ? ` ${role}` : ""}`;
}

function read(text: string, clock: Clock = CALENDAR): string {
  return parseTime(text, clock).map(brief).join(", ") || "nothing";
}

describe("parseTime() on 6 January 2025 with data to the end of 2024", () => {
  test.each(table("calendar"))("reads %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe("parseTime() on 10 March 2025 with a fiscal year from February", () => {
  test.each(table("fiscal"))("reads %s", (text, expected) => {
    expect(read(text, FISCAL)).toBe(expected);
  });
});

describe("parseTime() within a conversation about Q4 2023", () => {
  const anchor = {
    start: "2023-10-01",
    end: "2024-01-01",
    grain: "quarter",
    label: "Q4 2023",
  } as const;
  test.each([
    ["and in Q3?", "2023-07-01..2023-10-01?"],
    ["in December", "2023-12-01..2024-01-01?"],
    ["the previous quarter", "shift previous quarter"],
    ["and next quarter?", "shift next quarter"],
    ["what will revenue be next quarter", "2025-04-01..2025-07-01"],
    ["vs Q4", "2022-10-01..2023-01-01? comparison"],
    ["vs last year", "compare year-before year"],
    ["and in that quarter for South", "2023-10-01..2024-01-01"],
    ["what about the same period last year", "shift year-before year"],
    ["no, I meant 2024", "2024-01-01..2025-01-01"],
    ["last quarter", "2024-10-01..2025-01-01"],
    ["show May revenue", "2023-05-01..2023-06-01?"],
  ])("reads %s", (text, expected) => {
    expect(read(text, { ...CALENDAR, anchor })).toBe(expected);
  });
});

describe("parseTime() offsets", () => {
  test("cover the connecting words, so that the rest can be read without them", () => {
    const text = "What was West’s  revenue  in Q4 ’23, compared to the quarter before — by month?";
    expect(parseTime(text, CALENDAR).map(({ start, end }) => text.slice(start, end))).toEqual([
      "in Q4 ’23",
      "compared to the quarter before",
      "by month",
    ]);
  });

  test("fit the original where slips were mended and numbers are words", () => {
    const text = "revenue for the last three monhts and in Decmber";
    expect(parseTime(text, CALENDAR).map(({ start, end }) => text.slice(start, end))).toEqual([
      "for the last three monhts",
      "in Decmber",
    ]);
  });
});

describe("parseTime() where data are missing", () => {
  test("resolves a period without data, for the caller to say so", () => {
    expect(read("revenue in 2031")).toBe("2031-01-01..2032-01-01");
  });

  test("ends the last days with the data, and says which they are", () => {
    const [mention] = parseTime("last 7 days", { ...CALENDAR, dataEnd: "2024-11-15" });
    expect(mention).toMatchObject({
      range: {
        start: "2024-11-09",
        end: "2024-11-16",
        label: "last 7 days (Nov 9 – Nov 15, 2024)",
      },
    });
  });

  test("counts whole months from the last one with data when newer ones are empty", () => {
    expect(read("last 3 months", { ...CALENDAR, today: "2026-11-21" })).toBe(
      "2024-10-01..2025-01-01",
    );
  });

  test("knows no data at all and still answers", () => {
    const bare = { today: "2025-01-06", fiscalYearStartMonth: 1 };
    expect(read("all time", bare)).toBe("1900-01-01..2025-01-07");
    expect(parseTime("before 2024", bare)[0]).toMatchObject({ range: { label: "before 2024" } });
  });
});
