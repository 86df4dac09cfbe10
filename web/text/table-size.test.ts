import { Lexer, type Tokens } from "marked";
import type { Figure, TableEvidence } from "../../agent/events.ts";
import { REGIONS } from "../testing/harbour.ts";
import { markFigures } from "./marks.ts";
import { sizeWords, tableSize } from "./table-size.ts";

/** Cells of a result, given as the row that each figure comes from. */
function read(markdown: string, rows: Readonly<Record<string, number>>, result: TableEvidence) {
  const figures = Object.entries(rows).map(([text, row]): Figure => {
    const start = markdown.indexOf(text);
    const source = { kind: "cell", evidence_id: result.id, row, column: "net_sales" } as const;
    return { text, start, end: start + text.length, value: 1, source };
  });
  const token = Lexer.lex(markFigures(markdown, figures))[0] as Tokens.Table;
  return tableSize(token, { figures, evidence: [result] });
}

const LIST = "| Region | Sales |\n|---|---|\n| Coast | $2.4M |\n| Valley | $2.0M |\n";
const ROWS = { "$2.4M": 0, "$2.0M": 1 };

describe("tableSize()", () => {
  it("says how many rows there are, and where the rest of them is", () => {
    const four = { ...REGIONS, row_count: 4_212 };
    expect(read(LIST, ROWS, four)).toEqual({
      words: "2 of 4,212 rows",
      cell: { kind: "cell", evidence_id: "ev-1", row: 0, column: "net_sales" },
    });
    expect(read(LIST, ROWS, { ...REGIONS, row_count: 2 })).toEqual({ words: "2 rows" });
    expect(read(LIST, {}, four)).toEqual({ words: "2 rows" });
  });

  it("does not pretend to know how many rows a cut result had", () => {
    const cut = { ...REGIONS, truncated: true };
    expect(read(LIST, ROWS, cut).words).toBe("2 of more than 4 rows");
  });

  it("takes a table for whole that lays all rows of the result side by side", () => {
    const pivot = "| Quarter | East | West |\n|---|---|---|\n| Q1 | $1 | $2 |\n| Q2 | $3 | $4 |\n";
    const all = { $1: 0, $2: 1, $3: 2, $4: 3 };
    expect(read(pivot, all, REGIONS)).toEqual({ words: "2 rows" });
    const half = { ...REGIONS, row_count: 8, rows: [...REGIONS.rows, ...REGIONS.rows] };
    expect(read(pivot, all, half)).toMatchObject({ words: "4 of 8 rows", cell: { row: 0 } });
  });

  it("says nothing of a table without rows", () => {
    expect(read("| A | B |\n|---|---|\n", {}, REGIONS)).toEqual({ words: "" });
  });
});

describe("sizeWords()", () => {
  it("counts what is shown of a result", () => {
    expect(sizeWords(4, REGIONS)).toBe("4 rows");
    expect(sizeWords(2, REGIONS)).toBe("2 of 4 rows");
  });
});
