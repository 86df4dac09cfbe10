import type { Cell, Column } from "../../agent/events.ts";
import { toVisible } from "./plain.ts";

const LOCALE = "en-US";
const SCALE: Record<string, number> = { "": 1, k: 1e3, m: 1e6, mn: 1e6, b: 1e9, bn: 1e9, t: 1e12 };
const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));
const MARKS = /\p{Extended_Pictographic}|\uFE0F|[▲▼△▽↑↓↗↘→~≈]/gu;
const QUANTITY =
  /^\(?([-+−–]?)\s*(?:[A-Z]{0,3}\p{Sc})?\s*([-+−–]?)(\d[\d,\s]*(?:\.\d+)?|\.\d+)\s*([kmbt]n?)?\s*(?:%|‰|pp|pts?|points?|x|×|days?|months?|[A-Z]{3})?\)?$/iu;

/** The value a table cell shows (`$3.8M` is 3800000, `🔴 −25.7%` is −25.7); undefined for words and dates. */
export function parseQuantity(text: string): number | undefined {
  const found = QUANTITY.exec(text.replace(MARKS, "").trim());
  if (found === null) return undefined;
  const digits = Number((found[3] ?? "").replace(/[,\s]/g, ""));
  const scale = SCALE[(found[4] ?? "").toLowerCase()] ?? 1;
  const negative = /[-−–]/.test(`${found[1]}${found[2]}`) || /^\(.*\)$/.test(text.trim());
  return digits * scale * (negative ? -1 : 1);
}

/** A cell in full, with its unit: nothing is rounded away that a reader may want to check. */
export function formatCell(cell: Cell, column: Column): string {
  if (cell === null) return "—";
  if (typeof cell === "boolean") return cell ? "Yes" : "No";
  if (!isNumeric(column)) return toVisible(String(cell));
  const value = Number(cell);
  if (!Number.isFinite(value)) return String(cell);
  if (typeof cell === "string" && String(value) !== trimZeros(cell)) return groupDigits(cell);
  return formatValue(value, column);
}

/** True when the column holds quantities and is set flush right. */
export function isNumeric({ type }: Column): boolean {
  return type === "integer" || type === "number";
}

/** `net_revenue` becomes `Net revenue`, unless the model gave a label. */
export function columnLabel(column: Column): string {
  const words = (column.label ?? column.name).replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function formatValue(value: number, { type, unit, name }: Column): string {
  if (unit === "percent") return `${plain(value * 100, 2)}%`.replace("-", "−");
  if (unit !== undefined && isCurrency(unit)) return money(value, unit.toUpperCase());
  if (
    type === "integer" &&
    unit === undefined &&
    /(^|_)(year|month|quarter|week|day|id)$/i.test(name)
  )
    return String(value);
  return plain(value, 4).replace("-", "−");
}

function plain(value: number, maximumFractionDigits: number): string {
  return value.toLocaleString(LOCALE, { maximumFractionDigits });
}

function money(value: number, currency: string): string {
  return value.toLocaleString(LOCALE, { style: "currency", currency }).replace("-", "−");
}

function isCurrency(unit: string): boolean {
  return CURRENCIES.has(unit.toUpperCase());
}

function trimZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

function groupDigits(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
