/** The last date in a table's column, null when there is none or it cannot be told. */
export type ReadLastDate = (table: string, column: string) => Promise<string | null>;

const FRESH_MS = 300_000;

/** The last date of each table by its time column, null where it has none. Remembered for five minutes, failures not. */
export function createLastDates(
  columns: ReadonlyMap<string, string>,
  read: ReadLastDate,
): (table: string) => Promise<string | null> {
  const known = new Map<string, { readonly date: Promise<string | null>; readonly atMs: number }>();
  return (table) => {
    const column = columns.get(table);
    if (column === undefined) return Promise.resolve(null);
    const found = known.get(table);
    if (found !== undefined && Date.now() - found.atMs < FRESH_MS) return found.date;
    const date = read(table, column);
    known.set(table, { date, atMs: Date.now() });
    const forget = () => known.delete(table);
    date.then((value) => value ?? forget(), forget);
    return date;
  };
}
