import { quote, unsupported } from "./words.ts";

/** Elements that BigQuery and DuckDB write alike. */
const SHARED = "YmdybBaAjHIMSpuwUWVG%";
/** Elements that stand for others. */
const EXPANDED: Readonly<Record<string, string>> = {
  F: "%Y-%m-%d",
  T: "%H:%M:%S",
  R: "%H:%M",
  D: "%m/%d/%y",
  h: "%b",
};

/** FORMAT_DATE and its kin: `format` applied to `value`, both DuckDB text. @throws {Complaint} for an element that differs. */
export function formatDate(format: string, value: string): string {
  const pieces: string[] = [];
  let plain = "";
  const flush = () => {
    if (plain !== "") pieces.push(`strftime(${value}, ${quote(plain)})`);
    plain = "";
  };
  for (const element of split(format)) {
    const own = OWN[element];
    if (own === undefined) plain += settle(element);
    else {
      flush();
      pieces.push(own(value));
    }
  }
  flush();
  return pieces.length === 0
    ? `CASE WHEN ${value} IS NOT NULL THEN '' END`
    : `(${pieces.join(" || ")})`;
}

/** Elements that DuckDB has no letter for. */
const OWN: Readonly<Record<string, (value: string) => string>> = {
  "%Q": (value) => `CAST(quarter(${value}) AS VARCHAR)`,
  "%e": (value) => `lpad(CAST(day(${value}) AS VARCHAR), 2, ' ')`,
  "%C": (value) => `lpad(CAST(year(${value}) // 100 AS VARCHAR), 2, '0')`,
};

/** PARSE_DATE and its kin: the format as DuckDB's strptime reads it. */
export function parseFormat(format: string): string {
  const elements = split(format).map((element) => {
    if (OWN[element] !== undefined || /^%[aAjuwUWVGyp]$/.test(element)) {
      unsupported(`The format element ${element} in parsing`);
    }
    return settle(element);
  });
  return quote(elements.join(""));
}

function split(format: string): readonly string[] {
  return format.match(/%E[0-9*]?[A-Za-z]|%.|[^%]+|%$/gs) ?? [];
}

function settle(element: string): string {
  if (!element.startsWith("%")) return element;
  const letter = element.slice(1);
  if (letter.length === 1 && SHARED.includes(letter)) return element;
  return EXPANDED[letter] ?? unsupported(`The date format element ${element}`);
}
