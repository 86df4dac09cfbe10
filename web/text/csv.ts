import type { Cell } from "../../agent/events.ts";
import { toVisible } from "./plain.ts";

/** Only a number, sign and percent allowed: a spreadsheet computes nothing from it. */
const PLAIN_NUMBER = /^[-+]?\d[\d,]*(\.\d+)?%?$/;

/** RFC 4180 with a byte-order mark, so that spreadsheets read UTF-8. No cell is ever run as a formula. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${[header, ...rows].map((row) => row.map(toField).join(",")).join("\r\n")}\r\n`;
}

/** Cells as spreadsheets take them from the clipboard: tabs between, a row a line. No cell is ever run as a formula. */
export function toTsv(rows: readonly (readonly Cell[])[]): string {
  const line = (row: readonly Cell[]) =>
    row.map((cell) => harmless(words(cell)).replace(/[\t\r\n]+/g, " ")).join("\t");
  return `${rows.map(line).join("\n")}\n`;
}

function toField(cell: Cell): string {
  const text = harmless(words(cell));
  // Where the comma marks decimals, spreadsheets cut at semicolons and tabs.
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function words(cell: Cell): string {
  return cell === null ? "" : toVisible(String(cell)).replace(JUDGED, "$1$2");
}

/** A figure with the sign that judges it: a spreadsheet is given the figure. */
const SIGN = "(?:✅|⚠\\uFE0F?|🔴|🟢)";
const FIGURE = "([-+−]?\\p{Sc}?\\d[\\d,.]*[A-Za-z]{0,2}%?)";
const JUDGED = new RegExp(`^(?:${SIGN}\\s*${FIGURE}|${FIGURE}\\s*${SIGN})$`, "u");

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
