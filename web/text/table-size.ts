import type { Tokens } from "marked";
import type { EvidenceEvent, Figure, TableEvidence } from "../../agent/events.ts";
import { findTable } from "./find-table.ts";
import { splitMarks } from "./marks.ts";
import { count } from "./words.ts";

type Cell = Extract<Figure["source"], { kind: "cell" }>;

/**
 * How much of a result a table of the answer shows. `cell` is one of those that are shown, where the result
 * here has more rows.
 */
export type TableSize = { readonly words: string; readonly cell?: Cell };

type Found = { readonly figures: readonly Figure[]; readonly evidence: readonly EvidenceEvent[] };

/**
 * `4 rows`, or `10 of 4,212 rows` when the one result that the table's figures come from has more. A table that lays several rows of
 * it side by side is whole when all of them are there.
 */
export function tableSize(token: Tokens.Table, { figures, evidence }: Found): TableSize {
  const shown = token.rows.length;
  if (shown === 0) return { words: "" };
  const cells = token.rows.flat().flatMap(({ text }) =>
    splitMarks(text).flatMap(({ figure }) => {
      const source = figure === undefined ? undefined : figures[figure]?.source;
      return source?.kind === "cell" ? [source] : [];
    }),
  );
  const [cell] = cells;
  const isOneResult = new Set(cells.map(({ evidence_id }) => evidence_id)).size === 1;
  const result = cell && isOneResult ? findTable(evidence, cell.evidence_id) : undefined;
  const covered = Math.max(shown, new Set(cells.map(({ row }) => row)).size);
  if (!cell || !result || (covered >= result.row_count && !hasMore(result))) {
    return { words: count(shown, "row") };
  }
  const words = sizeWords(covered, result);
  return covered < result.rows.length ? { words, cell } : { words };
}

/** `50 of 1,000 rows`, and `of more than` where the result itself was cut at an unknown length. */
export function sizeWords(shown: number, table: TableEvidence): string {
  const more = hasMore(table) ? "more than " : "";
  if (shown === table.row_count && more === "") return count(shown, "row");
  return `${shown.toLocaleString("en-US")} of ${more}${count(table.row_count, "row")}`;
}

function hasMore({ truncated, row_count, rows }: TableEvidence): boolean {
  return truncated && row_count <= rows.length;
}
