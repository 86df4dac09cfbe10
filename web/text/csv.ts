import type { Cell } from "../../agent/events.ts";

/** Only a number, sign and percent allowed: a spreadsheet computes nothing from it. */
const PLAIN_NUMBER = /^[-+]?\d[\d,]*(\.\d+)?%?$/;

/** RFC 4180 with a byte-order mark, so that spreadsheets read UTF-8. No cell is ever run as a formula. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${[header, ...rows].map((row) => row.map(toField).join(",")).join("\r\n")}\r\n`;
}

function toField(cell: Cell): string {
  const text = harmless(cell === null ? "" : String(cell));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A leading quote keeps `=`, `+`, `-`, `@`, tab and return from starting a formula (OWASP, CSV injection). */
function harmless(text: string): string {
  if (PLAIN_NUMBER.test(text)) return text;
  return /^\s*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** A file name that every system takes: `Revenue by region` becomes `revenue-by-region.csv`. */
export function csvName(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return `${words.slice(0, 8).join("-").slice(0, 60) || "table"}.csv`;
}
