import type { Call, DatePart, Expression, Extract } from "../ast.ts";
import { mostItems } from "./bounds.ts";
import { toTimestamp } from "./casts.ts";
import { formatDate, parseFormat } from "./date-format.ts";
import { literalInteger, literalText, quote, unsupported, type Words } from "./words.ts";

export type Writer = (call: Call, words: Words) => string;

/** Days from Monday to the weekday that a week starts with. */
const SHIFT: Readonly<Record<string, number>> = {
  MONDAY: 0,
  TUESDAY: 1,
  WEDNESDAY: 2,
  THURSDAY: 3,
  FRIDAY: 4,
  SATURDAY: 5,
  SUNDAY: 6,
};

function weekShift({ name, weekday }: DatePart): number {
  return name === "ISOWEEK" ? 0 : (SHIFT[weekday ?? "SUNDAY"] ?? 6);
}

function part(node: Expression | undefined): DatePart {
  return node?.kind === "part" ? node : { kind: "part", name: "MONTH" };
}

/** A DATE stays one; a string is read as a date; a time keeps its clock. */
function asMoment(node: Expression | undefined, text: string, words: Words): string {
  const type = words.typeOf(node);
  if (node?.kind === "string") return `bq_date(${text})`;
  if (type === "UNKNOWN" && node?.kind !== "null") {
    return unsupported("A date of a kind that cannot be told", "CAST it to DATE or TIMESTAMP");
  }
  return type === "STRING" ? `bq_date(${text})` : text;
}

function isTime(node: Expression | undefined, words: Words): boolean {
  return ["DATETIME", "TIMESTAMP"].includes(words.typeOf(node));
}

/** DuckDB makes a TIMESTAMP of a DATE that it adds to or cuts; this makes it a DATE again. */
function keepKind(text: string, node: Expression | undefined, words: Words): string {
  return isTime(node, words) ? text : `CAST(${text} AS DATE)`;
}

function truncate(value: string, unit: DatePart): string {
  if (unit.name === "WEEK" || unit.name === "ISOWEEK") {
    return `bq_week_start(${value}, ${weekShift(unit)})`;
  }
  return `date_trunc('${unit.name.toLowerCase()}', ${value})`;
}

const dateTrunc: Writer = ({ args: [value, unit] }, words) =>
  keepKind(truncate(asMoment(value, words.args[0] ?? "", words), part(unit)), value, words);

const CLOCK = ["HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND"];

/** Boundaries crossed. DuckDB counts weeks by sevens of days, so here they are counted between the days that weeks start with. */
const dateDiff: Writer = ({ args: [end, start, unit] }, words) => {
  const { name } = part(unit);
  const to = asMoment(end, words.args[0] ?? "", words);
  const from = asMoment(start, words.args[1] ?? "", words);
  if (CLOCK.includes(name)) return `date_diff('${name.toLowerCase()}', ${from}, ${to})`;
  const asDate = (moment: string) => `CAST(${moment} AS DATE)`;
  if (name !== "WEEK" && name !== "ISOWEEK") {
    return `date_diff('${name.toLowerCase()}', ${asDate(from)}, ${asDate(to)})`;
  }
  const starts = [from, to].map((moment) => asDate(truncate(moment, part(unit))));
  return `(date_diff('day', ${starts.join(", ")}) // 7)`;
};

function dateAdd(sign: "+" | "-"): Writer {
  return ({ args: [value, amount] }, words) => {
    if (amount?.kind !== "interval") return unsupported("Adding anything but an INTERVAL");
    const moment = asMoment(value, words.args[0] ?? "", words);
    return keepKind(`(${moment} ${sign} ${words.print(amount)})`, value, words);
  };
}

const lastDay: Writer = ({ args: [value, unit] }, words) => {
  const moment = asMoment(value, words.args[0] ?? "", words);
  const { name } = part(unit);
  const step = name === "ISOYEAR" ? unsupported("LAST_DAY of ISOYEAR") : name.replace("ISO", "");
  return `CAST(${truncate(moment, part(unit))} + INTERVAL 1 ${step} - INTERVAL 1 DAY AS DATE)`;
};

function inZone(text: string, zone: string | undefined): string {
  return zone === undefined ? text : `((${text} AT TIME ZONE 'UTC') AT TIME ZONE ${zone})`;
}

function fromZone(text: string, zone: string): string {
  return `((${text} AT TIME ZONE ${zone}) AT TIME ZONE 'UTC')`;
}

const date: Writer = ({ args: [value, second] }, words) => {
  const [x = "", y, z] = words.args;
  if (z !== undefined) return `make_date(${x}, ${y}, ${z})`;
  if (second !== undefined) return `CAST(${inZone(x, y)} AS DATE)`;
  return words.typeOf(value) === "STRING" ? `bq_date(${x})` : `CAST(${x} AS DATE)`;
};

const timestamp: Writer = ({ args: [value] }, words) => {
  const [x = "", zone] = words.args;
  if (zone !== undefined) return fromZone(`CAST(${x} AS TIMESTAMP)`, zone);
  return toTimestamp(x, words.typeOf(value) === "STRING");
};

const datetime: Writer = ({ args }, words) => {
  const [x = "", y] = words.args;
  if (args.length === 6) return `make_timestamp(${words.args.join(", ")})`;
  if (args.length > 2) return unsupported("DATETIME with these arguments");
  return args.length === 2 ? inZone(x, y) : `CAST(${x} AS TIMESTAMP)`;
};

const timestampTrunc: Writer = ({ args: [, unit] }, words) => {
  const [x = "", , zone] = words.args;
  if (zone === undefined) return truncate(x, part(unit));
  return fromZone(truncate(inZone(x, zone), part(unit)), zone);
};

const generateDates: Writer = (call, words) => {
  const [start, end, step] = call.args;
  const from = asMoment(start, words.args[0] ?? "", words);
  const to = asMoment(end, words.args[1] ?? "", words);
  const amount = step?.kind === "interval" ? literalInteger(step.amount) : step ? undefined : 1;
  if (amount === undefined || amount < 1)
    return unsupported("GENERATE_DATE_ARRAY with a step that is not a positive number");
  const unit = step?.kind === "interval" ? step.unit : "DAY";
  const months = { MONTH: 1, QUARTER: 3, YEAR: 12 }[unit];
  const most = mostItems(call, words.sources);
  if (months !== undefined) return `bq_month_series(${from}, ${to}, ${amount * months}, ${most})`;
  return `bq_date_series(${from}, ${to}, ${amount * (unit === "WEEK" ? 7 : 1)}, ${most})`;
};

const generateTimestamps: Writer = (call, words) => {
  const [start, end, step] = call.args;
  const moment = (node: Expression | undefined, i: number) =>
    toTimestamp(words.args[i] ?? "", words.typeOf(node) === "STRING");
  const amount = step?.kind === "interval" ? literalInteger(step.amount) : undefined;
  const seconds = { SECOND: 1, MINUTE: 60, HOUR: 3600, DAY: 86_400 }[
    step?.kind === "interval" ? step.unit : ""
  ];
  if (amount === undefined || amount < 1 || seconds === undefined)
    return unsupported(
      "GENERATE_TIMESTAMP_ARRAY with this step",
      "use SECOND, MINUTE, HOUR or DAY",
    );
  const most = mostItems(call, words.sources);
  return `bq_time_series(${moment(start, 0)}, ${moment(end, 1)}, ${amount * seconds}, ${most})`;
};

const now: Writer = ({ name }, words) => {
  const [zone] = words.args;
  const type = name === "CURRENT_DATE" ? "DATE" : "TIMESTAMP";
  if (words.today !== undefined) return `CAST(${quote(words.today)} AS ${type})`;
  const utc = "CAST(now() AS TIMESTAMP)";
  return `CAST(${zone === undefined ? utc : inZone(utc, zone)} AS ${type})`;
};

const format: Writer = ({ args: [pattern, value] }, words) =>
  formatDate(
    literalText(pattern, "A date format"),
    inZone(asMoment(value, words.args[1] ?? "", words), words.args[2]),
  );

function parse(type: "DATE" | "TIMESTAMP"): Writer {
  return ({ args: [pattern], safe }, words) => {
    const reader = safe ? "try_strptime" : "strptime";
    return `CAST(${reader}(${words.args[1]}, ${parseFormat(literalText(pattern, "A date format"))}) AS ${type})`;
  };
}

/** EXTRACT, where DuckDB counts weekdays from 0, has no Sunday weeks, and gives seconds with their fraction. */
export function extract({ part: unit, zone, from }: Extract, words: Words): string {
  const value = inZone(
    asMoment(from, words.args[0] ?? "", words),
    zone === undefined ? undefined : words.print(zone),
  );
  const own = EXTRACTED[unit.name];
  if (own !== undefined) return own(value, unit);
  return `date_part('${unit.name.toLowerCase()}', ${value})`;
}

const EXTRACTED: Readonly<Record<string, (value: string, unit: DatePart) => string>> = {
  DAYOFWEEK: (value) => `(dayofweek(${value}) + 1)`,
  DAYOFYEAR: (value) => `dayofyear(${value})`,
  ISOWEEK: (value) => `weekofyear(${value})`,
  WEEK: (value, unit) => `bq_week_number(${value}, ${(weekShift(unit) + 1) % 7})`,
  MILLISECOND: (value) => `(date_part('millisecond', ${value}) % 1000)`,
  MICROSECOND: (value) => `(date_part('microsecond', ${value}) % 1000000)`,
  DATE: (value) => `CAST(${value} AS DATE)`,
  DATETIME: (value) => value,
  TIME: (value) => `CAST(${value} AS TIME)`,
};

/** Functions of dates and times. */
export const DATES: Readonly<Record<string, Writer>> = {
  CURRENT_DATE: now,
  CURRENT_DATETIME: now,
  CURRENT_TIMESTAMP: now,
  DATE: date,
  DATE_ADD: dateAdd("+"),
  DATE_SUB: dateAdd("-"),
  DATE_DIFF: dateDiff,
  DATE_TRUNC: dateTrunc,
  LAST_DAY: lastDay,
  DATE_FROM_UNIX_DATE: (_, { args: [x] }) => `(DATE '1970-01-01' + CAST(${x} AS INTEGER))`,
  UNIX_DATE: (_, { args: [x] }) => `date_diff('day', DATE '1970-01-01', ${x})`,
  FORMAT_DATE: format,
  PARSE_DATE: parse("DATE"),
  DATETIME: datetime,
  DATETIME_ADD: dateAdd("+"),
  DATETIME_SUB: dateAdd("-"),
  DATETIME_DIFF: dateDiff,
  DATETIME_TRUNC: dateTrunc,
  FORMAT_DATETIME: format,
  PARSE_DATETIME: parse("TIMESTAMP"),
  TIMESTAMP: timestamp,
  TIMESTAMP_ADD: dateAdd("+"),
  TIMESTAMP_SUB: dateAdd("-"),
  // Whole units that have passed, not boundaries crossed.
  TIMESTAMP_DIFF: ({ args: [, , unit] }, { args: [to, from] }) =>
    `date_sub('${part(unit).name.toLowerCase()}', ${from}, ${to})`,
  TIMESTAMP_TRUNC: timestampTrunc,
  FORMAT_TIMESTAMP: format,
  PARSE_TIMESTAMP: parse("TIMESTAMP"),
  TIMESTAMP_SECONDS: (_, { args: [x] }) => `make_timestamp(CAST(${x} AS BIGINT) * 1000000)`,
  TIMESTAMP_MILLIS: (_, { args: [x] }) => `make_timestamp(CAST(${x} AS BIGINT) * 1000)`,
  TIMESTAMP_MICROS: (_, { args: [x] }) => `make_timestamp(${x})`,
  UNIX_SECONDS: (_, { args: [x] }) => `CAST(floor(epoch(${x})) AS BIGINT)`,
  UNIX_MILLIS: (_, { args: [x] }) => `epoch_ms(${x})`,
  UNIX_MICROS: (_, { args: [x] }) => `epoch_us(${x})`,
  TIME: () => unsupported("TIME(…)", "use EXTRACT or FORMAT_TIMESTAMP"),
  GENERATE_DATE_ARRAY: generateDates,
  GENERATE_TIMESTAMP_ARRAY: generateTimestamps,
};
