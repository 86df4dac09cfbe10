import type { Tokens } from "marked";
import { useContext, useMemo, useState } from "preact/hooks";
import { showCell } from "../state/trace.ts";
import { csvName, toCsv, toTsv } from "../text/csv.ts";
import { unmark } from "../text/marks.ts";
import { decodeEntities, toVisible } from "../text/plain.ts";
import { isQuantityColumn, nextOrder, type SortOrder, sortedPlaces } from "../text/table.ts";
import { tableSize } from "../text/table-size.ts";
import { AnswerContext } from "./answer-context.ts";
import { download } from "./download.ts";
import { each } from "./each.ts";
import { Inline } from "./inline.tsx";
import { SortHead } from "./sort-head.tsx";
import { TableFrame } from "./table-frame.tsx";

const BRIEF_CHARS = 12;
const UNSORTED: SortOrder = { by: "none" };

/** A table of the answer: figures flush right, sorted by a click, taken along as CSV. */
export function DataTable({ token }: { token: Tokens.Table }) {
  const parts = useContext(AnswerContext);
  const [order, setOrder] = useState(UNSORTED);
  const texts = useMemo(() => token.rows.map((row) => row.map(cellText)), [token]);
  const heads = token.header.map(cellText);
  const numeric = heads.map((_, at) => isQuantityColumn(texts.map((row) => row[at] ?? "")));
  const places =
    order.by === "none"
      ? texts.map((_, place) => place)
      : sortedPlaces(
          texts.map((row) => row[Number(order.by)] ?? ""),
          order.direction,
        );
  const { words, cell } = useMemo(() => tableSize(token, parts), [token, parts]);
  const rows = () => places.map((place) => texts[place] ?? []);
  return (
    <TableFrame
      label={`Table: ${heads.join(", ")}`}
      words={words}
      onMore={
        cell &&
        (() =>
          showCell({
            messageId: parts.messageId,
            evidenceId: cell.evidence_id,
            row: cell.row,
            column: cell.column,
          }))
      }
      toText={() => toTsv([heads, ...rows()])}
      onSave={() => download(csvName(heads.join(" ")), toCsv(heads, rows()))}
    >
      <table>
        <thead>
          <tr>
            {each(token.header, (cell, at) => (
              <SortHead
                column={at}
                numeric={numeric[at] === true}
                order={order}
                onSort={() => setOrder(nextOrder(order, at, numeric[at] === true))}
              >
                <Inline tokens={cell.tokens} />
              </SortHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr key={place}>
              {each(token.rows[place] ?? [], (cell, at) => (
                <td
                  dir="auto"
                  class={cellLook(numeric[at] === true, texts[place]?.[at] ?? "")}
                  // Said before each figure of its row.
                  role={at === 0 && !numeric[at] ? "rowheader" : undefined}
                >
                  <Inline tokens={cell.tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** A date or a single word is not broken; a name may be. */
function cellLook(isNumeric: boolean, text: string): string | undefined {
  if (isNumeric) return "numeric";
  return text.length <= BRIEF_CHARS ? "brief" : undefined;
}

function cellText({ text }: Tokens.TableCell): string {
  return toVisible(decodeEntities(unmark(text)))
    .replace(/\*\*|__|`/g, "")
    .trim();
}
