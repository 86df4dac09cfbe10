import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { TableEvidence } from "../../agent/events.ts";
import { type Spot, spot } from "../state/trace.ts";
import { csvName, toCsv, toTsv } from "../text/csv.ts";
import { columnLabel, formatCell, isNumeric } from "../text/quantity.ts";
import { nextOrder, type SortOrder, sortedPlaces } from "../text/table.ts";
import { sizeWords } from "../text/table-size.ts";
import { count } from "../text/words.ts";
import { download } from "./download.ts";
import { SortHead } from "./sort-head.tsx";
import { TableFrame } from "./table-frame.tsx";

const BRIEF_CHARS = 12;
const FIRST_ROWS = 50;
const UNSORTED: SortOrder = { by: "none" };

/** The rows that a query gave, in full precision. Long results start with their first rows. */
export function EvidenceTable({ table, messageId }: { table: TableEvidence; messageId: string }) {
  const [order, setOrder] = useState(UNSORTED);
  const [all, setAll] = useState(false);
  const target = toTarget(spot.value, table, messageId);
  const places = useMemo(() => rowPlaces(table, order), [table, order]);
  const shown = all || (target?.row ?? 0) >= FIRST_ROWS ? places : places.slice(0, FIRST_ROWS);
  const heads = table.columns.map(columnLabel);
  const rows = () => places.map((place) => table.rows[place] ?? []);
  if (table.rows.length === 0) return <p class="quiet-words">The query found no rows.</p>;
  return (
    <>
      <TableFrame
        label={`Result: ${table.title}`}
        words={sizeWords(shown.length, table)}
        toText={() => toTsv([heads, ...rows()])}
        onSave={() => download(csvName(table.title), toCsv(heads, rows()))}
      >
        <table>
          <thead>
            <tr>
              {table.columns.map((column, at) => (
                <SortHead
                  key={column.name}
                  column={at}
                  numeric={isNumeric(column)}
                  order={order}
                  onSort={() => setOrder(nextOrder(order, at, isNumeric(column)))}
                >
                  {columnLabel(column)}
                </SortHead>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((place) => (
              <Row key={place} table={table} place={place} target={target} />
            ))}
          </tbody>
        </table>
      </TableFrame>
      {shown.length < table.rows.length && (
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          Show all {count(table.rows.length, "row")}
        </button>
      )}
    </>
  );
}

type RowProps = { table: TableEvidence; place: number; target: Spot | undefined };

function Row({ table, place, target }: RowProps) {
  return (
    <tr>
      {table.columns.map((column, at) => {
        const isTarget = target?.row === place && target.column === column.name;
        const text = formatCell(table.rows[place]?.[at] ?? null, column);
        const look = isNumeric(column)
          ? "numeric"
          : text.length <= BRIEF_CHARS
            ? "brief"
            : undefined;
        if (isTarget)
          return <SpottedCell key={column.name} text={text} look={look} target={target} />;
        return (
          <td key={column.name} class={look} dir="auto">
            {text}
          </td>
        );
      })}
    </tr>
  );
}

type SpottedProps = { text: string; look: string | undefined; target: Spot };

/** The cell that a figure was read from: selected, and moved into view. */
function SpottedCell({ text, look, target }: SpottedProps) {
  const cell = useRef<HTMLTableCellElement>(null);
  useEffect(() => {
    cell.current?.scrollIntoView({ block: "center", inline: "nearest" });
    cell.current?.focus({ preventScroll: true });
  }, [target]);
  return (
    <td ref={cell} class={`spotted ${look ?? ""}`} tabIndex={-1}>
      {text}
    </td>
  );
}

function toTarget(at: Spot | null, table: TableEvidence, messageId: string): Spot | undefined {
  return at?.evidenceId === table.id && at.messageId === messageId ? at : undefined;
}

function rowPlaces(table: TableEvidence, order: SortOrder): readonly number[] {
  if (order.by === "none") return table.rows.map((_, place) => place);
  const { by } = order;
  const column = table.columns[by];
  const cells = table.rows.map((row) => {
    const cell = row[by] ?? null;
    if (cell === null || typeof cell === "boolean") return cell === null ? null : String(cell);
    return column !== undefined && isNumeric(column) ? Number(cell) : cell;
  });
  return sortedPlaces(cells, order.direction);
}
