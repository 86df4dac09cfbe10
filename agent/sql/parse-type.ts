import type { DatePart, TypeName } from "./ast.ts";
import { complain } from "./complaint.ts";
import { type Cursor, commaList } from "./cursor.ts";

/** Names of BigQuery's types, aliases resolved. */
const TYPES: Readonly<Record<string, string>> = {
  INT64: "INT64",
  INT: "INT64",
  INTEGER: "INT64",
  BIGINT: "INT64",
  SMALLINT: "INT64",
  TINYINT: "INT64",
  BYTEINT: "INT64",
  FLOAT64: "FLOAT64",
  NUMERIC: "NUMERIC",
  DECIMAL: "NUMERIC",
  BIGNUMERIC: "BIGNUMERIC",
  BIGDECIMAL: "BIGNUMERIC",
  STRING: "STRING",
  BOOL: "BOOL",
  BOOLEAN: "BOOL",
  DATE: "DATE",
  DATETIME: "DATETIME",
  TIMESTAMP: "TIMESTAMP",
  TIME: "TIME",
  JSON: "JSON",
};

/** @throws {Complaint} for a type that BigQuery does not have, or that is not supported here. */
export function parseType(cursor: Cursor): TypeName {
  return cursor.nested(() => {
    if (cursor.accept("ARRAY")) return parseArrayType(cursor);
    if (cursor.accept("STRUCT")) return parseStructType(cursor);
    const written = cursor.name("a type");
    const name = TYPES[written.toUpperCase()];
    if (name === undefined) {
      complain(
        `The type ${written} is not supported; types are ${[...new Set(Object.values(TYPES))].join(", ")}`,
      );
    }
    return cursor.acceptSymbol("(") ? parseParameters(cursor, name) : { kind: "simple", name };
  });
}

function parseArrayType(cursor: Cursor): TypeName {
  cursor.expectSymbol("<");
  const element = parseType(cursor);
  cursor.expectSymbol(">");
  return { kind: "array", element };
}

function parseStructType(cursor: Cursor): TypeName {
  cursor.expectSymbol("<");
  const fields = commaList(cursor, () => {
    const named = cursor.atName() && ["word", "quoted"].includes(cursor.peek(1).kind);
    return named
      ? { name: cursor.next().text, type: parseType(cursor) }
      : { type: parseType(cursor) };
  });
  cursor.expectSymbol(">");
  return { kind: "struct", fields };
}

function parseParameters(cursor: Cursor, name: string): TypeName {
  if (name !== "NUMERIC") complain(`A length or precision for ${name} is not supported`);
  const [precision = 38, scale = 0] = commaList(cursor, () => {
    if (!/^\d{1,2}$/.test(cursor.peek().text)) cursor.unexpected("a whole number");
    return Number(cursor.next().text);
  });
  cursor.expectSymbol(")");
  if (precision < 1 || scale > 9 || precision - scale > 29 || scale > precision) {
    complain(
      `NUMERIC(${precision}, ${scale}) is out of range: at most 29 digits before the point and 9 after`,
    );
  }
  return { kind: "simple", name, precision, scale };
}

const WEEKDAYS = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

/** `MONTH`, `WEEK(MONDAY)`. Which parts a function takes is for the function to say. */
export function parseDatePart(cursor: Cursor): DatePart {
  if (cursor.peek().kind === "string") {
    complain(`A date part is written as a word without quotes, as in DATE_TRUNC(d, MONTH)`);
  }
  const name = cursor.name("a date part such as MONTH").toUpperCase();
  if (!cursor.acceptSymbol("(")) return { kind: "part", name };
  const weekday = cursor.name("a weekday").toUpperCase();
  cursor.expectSymbol(")");
  if (name !== "WEEK" || !WEEKDAYS.includes(weekday))
    complain(`${name}(${weekday}) is not a date part`);
  return weekday === "SUNDAY" ? { kind: "part", name } : { kind: "part", name, weekday };
}
