import fc from "fast-check";
import { addDays, periodOf, previous } from "../../../semantic/dates.ts";
import { parseTime } from "./parse-time.ts";
import type { Clock } from "./time-mention.ts";

const clocks = fc
  .record({
    today: fc.integer({ min: 0, max: 8000 }),
    month: fc.integer({ min: 1, max: 12 }),
    behind: fc.nat(900),
  })
  .map(({ today, month, behind }): Clock => {
    const date = addDays("2010-01-01", today);
    return {
      today: date,
      fiscalYearStartMonth: month,
      dataStart: "2006-03-01",
      dataEnd: addDays(date, -behind),
    };
  });

const WORDS =
  "in from to between and of the last next this previous first second quarter month year week day half Q1 Q4 H2 May March December Dec 2024 2023 '24 FY25 5 12 31 3rd two by per vs compared than before after since until ago date ytd so far ( ) - – / , . ? % $ ever all time revenue top over".split(
    " ",
  );
const timeful = fc
  .array(fc.constantFrom(...WORDS), { maxLength: 14 })
  .map((words) => words.join(" "));
const texts = fc.oneof(
  timeful,
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ maxLength: 60 }),
);

test("parseTime() never throws and gives ordered mentions within the text", () => {
  fc.assert(
    fc.property(texts, clocks, (text, clock) => {
      let behind = 0;
      for (const mention of parseTime(text, clock)) {
        expect(mention.start).toBeGreaterThanOrEqual(behind);
        expect(mention.end).toBeGreaterThan(mention.start);
        expect(mention.end).toBeLessThanOrEqual(text.length);
        behind = mention.end;
      }
    }),
    { numRuns: 1500 },
  );
});

test("parseTime() gives ranges of at least a day, between real dates", () => {
  fc.assert(
    fc.property(timeful, clocks, (text, clock) => {
      for (const mention of parseTime(text, clock)) {
        if (mention.kind !== "range") continue;
        const { start, end } = mention.range;
        expect(`${start} ${end}`).toMatch(/^\d{4}-\d\d-\d\d \d{4}-\d\d-\d\d$/);
        expect(start < end).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
});

test("parseTime() reads its own labels as the same range", () => {
  fc.assert(
    fc.property(timeful, clocks, (text, clock) => {
      for (const mention of parseTime(text, clock)) {
        if (mention.kind !== "range") continue;
        const { start, end, label } = mention.range;
        expect(parseTime(label, clock)).toMatchObject([{ kind: "range", range: { start, end } }]);
      }
    }),
    { numRuns: 1500 },
  );
});

test("parseTime() reads days beside a year that is written out as days, whatever years have data", () => {
  const clock = { today: "2020-12-10", fiscalYearStartMonth: 1, dataStart: "2006-03-01" };
  expect(parseTime("May 13 – December 10, 2020", clock)).toMatchObject([
    { kind: "range", range: { start: "2020-05-13", end: "2020-12-11" } },
  ]);
});

test("parseTime() reads the name of any period as that period, of any fiscal year", () => {
  const grains = fc.constantFrom("day", "week", "month", "quarter", "year");
  fc.assert(
    fc.property(clocks, grains, fc.nat(3000), (clock, grain, days) => {
      const fiscal = clock.fiscalYearStartMonth;
      const period = periodOf(grain, addDays(clock.today, -days), fiscal);
      for (const { start, end, label } of [period, previous(period, fiscal)]) {
        expect(parseTime(label, clock)).toMatchObject([{ kind: "range", range: { start, end } }]);
      }
    }),
  );
});
