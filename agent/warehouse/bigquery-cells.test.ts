import { toCell } from "./bigquery-cells.ts";
import type { WireField, WireValue } from "./bigquery-wire.ts";

const field = (type: string, more: Partial<WireField> = {}): WireField => ({
  name: "x",
  type,
  ...more,
});

test.each<[WireValue, WireField, unknown]>([
  ["12", field("INTEGER"), 12],
  ["-9223372036854775808", field("INT64"), "-9223372036854775808"],
  ["9007199254740991", field("INTEGER"), 9007199254740991],
  ["1.0E10", field("FLOAT"), 1e10],
  ["NaN", field("FLOAT"), "NaN"],
  ["-Infinity", field("FLOAT64"), "-Infinity"],
  ["12345678.12", field("NUMERIC"), 12345678.12],
  ["0.1234567890123456789012345", field("BIGNUMERIC"), "0.1234567890123456789012345"],
  ["true", field("BOOLEAN"), true],
  ["false", field("BOOL"), false],
  ["2024-02-29", field("DATE"), "2024-02-29"],
  ["1706743800250000", field("TIMESTAMP"), "2024-01-31T23:30:00.25Z"],
  ["-1", field("TIMESTAMP"), "1969-12-31T23:59:59.999999Z"],
  ["-62135596800000000", field("TIMESTAMP"), "0001-01-01T00:00:00Z"],
  ["2024-01-31T23:30:00.250000", field("DATETIME"), "2024-01-31T23:30:00.25"],
  ["10:30:00", field("TIME"), "10:30:00"],
  ["aGk=", field("BYTES"), "aGk="],
  ['{"a":1}', field("JSON"), '{"a":1}'],
  ["POINT(1 2)", field("GEOGRAPHY"), "POINT(1 2)"],
  [null, field("STRING"), null],
  [[], field("STRING", { mode: "REPEATED" }), "[]"],
  [
    [{ v: "1" }, { v: "9007199254740993" }],
    field("INTEGER", { mode: "REPEATED" }),
    '[1,"9007199254740993"]',
  ],
  [
    [{ v: { f: [{ v: "1.5" }, { v: [{ v: "0" }] }, { v: '{"k":[1]}' }] } }],
    field("RECORD", {
      mode: "REPEATED",
      fields: [
        field("NUMERIC"),
        field("TIMESTAMP", { name: "at", mode: "REPEATED" }),
        field("JSON", { name: "j" }),
      ],
    }),
    '[{"x":1.5,"at":["1970-01-01T00:00:00Z"],"j":{"k":[1]}}]',
  ],
])("toCell() of %j as %j", (value, of, cell) => {
  expect(toCell(value, of)).toBe(cell);
});
