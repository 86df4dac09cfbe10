import type { Column, EvidenceEvent, FigureSource, TableEvidence } from "../events.ts";
import { monthName, namesOfDate } from "./date-names.ts";
import { stemsOf } from "./stems.ts";

/** A number that evidence holds. `row` is -1 for what stands for a whole column. */
export type Operand = {
  readonly value: number;
  readonly unit: string | undefined;
  readonly source: FigureSource;
  readonly evidence: number;
  readonly row: number;
  readonly column: string;
  /** A target, a plan, an earlier value, or what a document says: others are held against it. */
  readonly isYardstick: boolean;
  /** Date of its row, else the dates that its SQL names, sorted. */
  readonly times: readonly string[];
};

const YARDSTICK =
  /target|plan\b|plan_|_plan|planned|budget|goal|quota|benchmark|baseline|previous|prior|before|last_|_last|year_ago|_ly\b|_py\b|\bly\b|\bpy\b|old_|forecast/i;

/** A column's name or label says that others are held against it. */
export function isYardstick({ name, label }: Pick<Column, "name" | "label">): boolean {
  return YARDSTICK.test(`${name} ${label ?? ""}`);
}

/** One result, read for lookups. `numeric` are columns of amounts; identifiers and parts of dates are names instead. */
export type TableIndex = {
  readonly at: number;
  readonly event: TableEvidence;
  readonly numeric: readonly NumericColumn[];
  /** Numbers that name rows: keys, positions. */
  readonly numbered: readonly NumericColumn[];
  /** ISO date of each row, where the rows are in time. */
  readonly dates: readonly (string | undefined)[];
  /** Stems of the title. */
  readonly titleStems: ReadonlySet<string>;
  /** The SQL in lower case: what it is filtered to. */
  readonly sql: string;
};

export type NumericColumn = {
  readonly column: Column;
  readonly position: number;
  readonly operands: readonly Operand[];
  /** Stems of its name and label. */
  readonly stems: ReadonlySet<string>;
  readonly least: number;
  readonly most: number;
};

const IDENTIFIER =
  /(?:^|_)(?:id|ids|year|quarter|month|week|day|rank|position|code|zip|postcode|phone)$/i;

/** The tables of the evidence, oldest first. */
export function indexTables(evidence: readonly EvidenceEvent[]): readonly TableIndex[] {
  return evidence.flatMap((event, at) =>
    event.tool !== "search_knowledge_base" ? [indexTable(event, at)] : [],
  );
}

function indexTable(event: TableEvidence, at: number): TableIndex {
  const timeColumn = event.columns.findIndex(({ type }) => type === "date" || type === "timestamp");
  const dates = event.rows.map((row) => {
    const cell = row[timeColumn];
    return typeof cell === "string" ? cell.slice(0, 10) : undefined;
  });
  const literals = [...new Set(event.sql.match(/\b\d{4}-\d\d-\d\d\b/g))].sort();
  const times = dates.map((date) => (date === undefined ? literals : [date]));
  const numeric = event.columns.flatMap((column, position) =>
    isAmount(column) ? [numericColumn({ event, at, times }, column, position)] : [],
  );
  const numbered = event.columns.flatMap((column, position) =>
    isNumber(column) && !isAmount(column)
      ? [numericColumn({ event, at, times }, column, position)]
      : [],
  );
  const titleStems = stemsOf(event.title);
  return { at, event, numeric, numbered, dates, titleStems, sql: event.sql.toLowerCase() };
}

function isNumber({ type }: Column): boolean {
  return type === "integer" || type === "number";
}

function isAmount(column: Column): boolean {
  return isNumber(column) && !IDENTIFIER.test(column.name);
}

function numericColumn(
  { event, at, times }: { event: TableEvidence; at: number; times: readonly (readonly string[])[] },
  column: Column,
  position: number,
): NumericColumn {
  const operands: Operand[] = [];
  const yardstick = isYardstick(column);
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const [row, cells] of event.rows.entries()) {
    const value = toNumber(cells[position]);
    if (value === undefined) continue;
    const source = { kind: "cell", evidence_id: event.id, row, column: column.name } as const;
    operands.push({
      value,
      unit: column.unit,
      source,
      evidence: at,
      row,
      column: column.name,
      isYardstick: yardstick,
      times: times[row] ?? [],
    });
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const stems = stemsOf(`${column.name.replaceAll("_", " ")} ${column.label ?? ""}`);
  return { column, position, operands, stems, least, most };
}

/** Exact decimals and long integers come as text. */
function toNumber(cell: unknown): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell !== "string" || cell.trim() === "") return undefined;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

/** A row that a name stands for. */
export type RowName = { readonly evidence: number; readonly row: number };

/** Names of rows by their text in lower case: "lisbon", "may 2021". */
export type NameIndex = ReadonlyMap<string, readonly RowName[]>;

/** Rows beyond these are not named in an answer. */
const NAMED_ROWS = 1000;

export function indexNames(tables: readonly TableIndex[], fiscalStart: number): NameIndex {
  const names = new Map<string, RowName[]>();
  for (const name of tables.flatMap(({ event }) => filteredNames(event.sql))) names.set(name, []);
  for (const { event, at } of tables) {
    const positions = event.columns.flatMap((column, i) =>
      isAmount(column) ? [] : [{ column, i }],
    );
    for (const [row, cells] of event.rows.slice(0, NAMED_ROWS).entries()) {
      for (const { column, i } of positions) {
        for (const name of namesOf(cells[i], column, fiscalStart))
          addName(names, name, { evidence: at, row });
      }
    }
  }
  return names;
}

/** Names with digits that a query is filtered to ("Bag -5°C"): they stand in the answer and in no row. */
function filteredNames(sql: string): readonly string[] {
  return [...sql.matchAll(/'([^'\n]{2,80})'/g)].flatMap(([, text = ""]) =>
    /\d/.test(text) && /\p{L}{2}/u.test(text) ? [text.toLowerCase()] : [],
  );
}

function addName(names: Map<string, RowName[]>, name: string, row: RowName): void {
  const rows = names.get(name);
  if (rows) rows.push(row);
  else names.set(name, [row]);
}

function namesOf(cell: unknown, column: Column, fiscalStart: number): readonly string[] {
  const { type } = column;
  if (typeof cell === "number") return numberNames(cell, column);
  if (typeof cell !== "string" || cell.length < 2) return [];
  if (isInstant(cell)) return instantNames(cell);
  if (type === "date" || type === "timestamp") return namesOfDate(cell.slice(0, 10), fiscalStart);
  const name = cell.toLowerCase().trim();
  const escaped = name.replaceAll(/[\\|`*_[\]<>]/g, (sign) => `\\${sign}`);
  return escaped === name ? [name] : [name, escaped];
}

/** A moment within a day begins no month or year. */
function isInstant(cell: string): boolean {
  return /^\d{4}-\d\d-\d\d[T ](?!00:00)\d\d:\d\d/.test(cell);
}

function instantNames(cell: string): readonly string[] {
  const plain = cell.toLowerCase();
  return [plain, plain.replace("t", " ").slice(0, 16)];
}

/** A quarter of 4 is "Q4"; small numbers name something only behind what they number: "lane 9". */
function numberNames(cell: number, { name, label }: Column): readonly string[] {
  if (/quarter$/i.test(name)) return [`q${cell}`];
  if (/month$/i.test(name)) return [monthName(cell)];
  const labelled = `${label ?? name.replaceAll("_", " ")} ${cell}`.toLowerCase();
  return cell >= 1000 ? [String(cell), labelled] : [labelled];
}
