import { fail, ok, type Result } from "../failure.ts";
import { isIsoDate } from "./dates.ts";
import type { Field } from "./model.ts";

export type FilterValue = string | number | boolean;

/** The text as a BigQuery string literal: whatever it holds, it stays one literal. */
export function stringLiteral(text: string): string {
  const escaped = text
    .replaceAll(/\p{Cs}|\0/gu, "\ufffd") // half a pair and NUL cannot be sent
    .replaceAll(/[\\']/g, (mark) => `\\${mark}`)
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, (mark) => {
      const code = mark.codePointAt(0) ?? 0;
      return NAMED.get(mark) ?? `\\u${code.toString(16).padStart(4, "0")}`;
    });
  return `'${escaped}'`;
}

const NAMED = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** The value as a literal that compares with the field, or words on why it cannot. */
export function literalFor(field: Field, value: FilterValue): Result<string> {
  switch (field.type) {
    case "Date":
    case "DateTime":
    case "DateTimeTz":
      return typeof value === "string" && isIsoDate(value)
        ? ok(dateLiteral(value))
        : refuse(field, value, "a date such as 2024-12-31");
    case "Integer":
    case "Decimal":
    case "Float":
      return numberLiteral(field, value);
    case "Boolean":
      return booleanLiteral(field, value);
    case "Opaque": // what it holds is not known: the value says what to compare with
      if (typeof value === "number") return numberLiteral(field, value);
      return typeof value === "boolean" ? booleanLiteral(field, value) : ok(stringLiteral(value));
    case "String":
    case "Time":
      return ok(stringLiteral(String(value)));
  }
}

export function dateLiteral(date: string): string {
  return `DATE '${date}'`;
}

/** The first instant of a day, UTC. */
export function timestampLiteral(date: string): string {
  return `TIMESTAMP '${date}'`;
}

function booleanLiteral(field: Field, value: FilterValue): Result<string> {
  const text = String(value).toLowerCase();
  return text === "true" || text === "false"
    ? ok(text.toUpperCase())
    : refuse(field, value, "true or false");
}

function numberLiteral(field: Field, value: FilterValue): Result<string> {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number)
    ? ok(String(number))
    : refuse(field, value, "a number");
}

function refuse(field: Field, value: FilterValue, wanted: string): Result<never> {
  return fail({
    kind: "bad-request",
    message: `Cannot compare ${field.label} with "${value}": it must be ${wanted}`,
  });
}
