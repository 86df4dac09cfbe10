import { decimalCell } from "./cells.ts";

test.each([
  ["12.3400", 12.34],
  ["-0.100000000", -0.1],
  ["100", 100],
  ["0.000000000", 0],
  // Zeros behind it must not make a string of an amount in the millions.
  ["12345678.120000000", 12345678.12],
  ["1234567890123.1200", 1234567890123.12],
  ["12345678901234567890.123456789", "12345678901234567890.123456789"],
  ["12345678901234567890.100000000", "12345678901234567890.1"],
])("decimalCell() gives %s as %s", (text, cell) => {
  expect(decimalCell(text)).toBe(cell);
});
