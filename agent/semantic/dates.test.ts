import fc from "fast-check";
import {
  addDays,
  addMonths,
  daysBetween,
  describePeriod,
  endOf,
  fiscalQuarterOf,
  fiscalYearOf,
  isIsoDate,
  periodOf,
  periodsIn,
  previous,
  startOf,
  yearBefore,
} from "./dates.ts";
import type { Grain } from "./time-range.ts";

const grains: readonly Grain[] = ["day", "week", "month", "quarter", "year"];
const anyDate = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays("1950-01-01", days));
const anyMonth = fc.integer({ min: 1, max: 12 });

test("addDays() and addMonths() know leap years and short months", () => {
  expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
  expect(addDays("2025-01-01", -1)).toBe("2024-12-31");
  expect(addMonths("2024-01-31", 1)).toBe("2024-02-29");
  expect(addMonths("2024-01-15", -13)).toBe("2022-12-15");
});

test("startOf() takes Monday for weeks and the fiscal month for quarters and years", () => {
  expect(startOf("week", "2025-01-05")).toBe("2024-12-30");
  expect(startOf("quarter", "2024-12-31")).toBe("2024-10-01");
  expect(startOf("quarter", "2025-01-31", 2)).toBe("2024-11-01");
  expect(startOf("year", "2025-01-31", 2)).toBe("2024-02-01");
  expect(endOf("year", "2025-01-31", 2)).toBe("2025-02-01");
});

test("startOf() and endOf() enclose every date, and neighbours touch", () => {
  fc.assert(
    fc.property(anyDate, anyMonth, fc.constantFrom(...grains), (date, month, grain) => {
      const start = startOf(grain, date, month);
      const end = endOf(grain, date, month);
      expect(start <= date && date < end).toBe(true);
      expect(startOf(grain, end, month)).toBe(end);
      expect(startOf(grain, addDays(end, -1), month)).toBe(start);
    }),
  );
});

test("previous() and yearBefore() keep periods whole", () => {
  expect(previous(periodOf("quarter", "2024-11-05"))).toMatchObject({
    start: "2024-07-01",
    end: "2024-10-01",
    label: "Q3 2024",
  });
  expect(previous(periodOf("month", "2024-03-05")).label).toBe("February 2024");
  expect(previous({ start: "2024-03-01", end: "2024-07-01", grain: "day", label: "" }).label).toBe(
    "November 2023 – February 2024",
  );
  expect(yearBefore(periodOf("month", "2025-02-05")).end).toBe("2024-03-01");
  expect(yearBefore(periodOf("day", "2024-02-28"))).toMatchObject({
    start: "2023-02-28",
    end: "2023-03-01",
  });
  expect(yearBefore(periodOf("week", "2024-12-11")).start).toBe("2023-12-11");
});

test("previous() ends where any range starts and is never empty", () => {
  fc.assert(
    fc.property(anyDate, fc.integer({ min: 1, max: 800 }), (start, days) => {
      const range = { start, end: addDays(start, days), grain: "day" as const, label: "" };
      const before = previous(range);
      expect(before.end).toBe(start);
      expect(before.start < before.end).toBe(true);
      const year = yearBefore(range);
      expect(daysBetween(year.start, year.end)).toBeGreaterThan(0);
    }),
  );
});

test("periodsIn() lists whole periods that overlap", () => {
  const months = periodsIn({ start: "2024-11-15", end: "2025-01-02" }, "month");
  expect(months.map((month) => month.label)).toEqual([
    "November 2024",
    "December 2024",
    "January 2025",
  ]);
});

test.each<[Parameters<typeof describePeriod>, string]>([
  [["2024-01-01", "2025-01-01", 1], "2024"],
  [["2024-02-01", "2025-02-01", 2], "FY2025"],
  [["2024-01-01", "2025-01-01", 2], "calendar year 2024"],
  [["2023-01-01", "2025-01-01", 1], "2023 – 2024"],
  [["2024-10-01", "2025-01-01", 1], "Q4 2024"],
  [["2024-11-01", "2025-02-01", 2], "Q4 FY2025"],
  [["2024-07-01", "2025-01-01", 1], "H2 2024"],
  [["2024-12-01", "2025-01-01", 1], "December 2024"],
  [["2024-03-01", "2024-07-01", 1], "March – June 2024"],
  [["2024-12-15", "2024-12-16", 1], "December 15, 2024"],
  [["2024-12-09", "2024-12-16", 1], "week of December 9, 2024"],
  [["2024-10-01", "2024-11-16", 1], "Oct 1 – Nov 15, 2024"],
  [["2024-12-20", "2025-01-06", 1], "Dec 20, 2024 – Jan 5, 2025"],
])("describePeriod() of %j says %s", (period, words) => {
  expect(describePeriod(...period)).toBe(words);
});

test("fiscalYearOf() names a year by its end, fiscalQuarterOf() counts from its start", () => {
  expect(fiscalYearOf("2024-02-01", 2)).toBe(2025);
  expect(fiscalYearOf("2024-01-31", 2)).toBe(2024);
  expect(fiscalYearOf("2024-06-01")).toBe(2024);
  expect(fiscalQuarterOf("2025-01-31", 2)).toBe(4);
});

test("isIsoDate() refuses days that do not exist", () => {
  expect(isIsoDate("2024-02-29")).toBe(true);
  expect(isIsoDate("2023-02-29")).toBe(false);
  expect(isIsoDate("2024-1-1")).toBe(false);
});
