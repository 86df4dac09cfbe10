import { describe, expect, it } from "vitest";
import type { TurnEvent } from "../agent/events.ts";
import { createTerminal } from "./terminal.ts";
import { done } from "./testing/script.ts";
import { textWidth, toTextTable } from "./text-table.ts";

function show(events: readonly TurnEvent[], color = false): string {
  let text = "";
  const terminal = createTerminal((more) => {
    text += more;
  }, color);
  for (const event of events) terminal.show(event);
  return text;
}

const step = { type: "reasoning", tool: "query_bigquery", call_id: "1", label: "Sales" } as const;
const content = (delta: string): TurnEvent => ({ type: "content", delta });

describe("createTerminal()", () => {
  it("shows steps as they end, the answer, its sources and what to ask next", () => {
    const text = show([
      { ...step, status: "started" },
      { ...step, status: "completed", results: 1, ms: 12.4 },
      { ...step, status: "failed", error: "Too slow" },
      content("Sales were **1.5"),
      content("**.\nAll"),
      content(" good.\n_Data through May._"),
      { ...step, tool: "synthesize", label: "Wrote it", status: "completed" },
      { type: "memory", action: "saved", memory_type: "finding", key: "k", value: "Sales 1.5" },
      { ...done("m"), warnings: ["Partial period"] },
    ]);
    expect(text).toBe(
      [
        "📊 Sales · 1 result · 12 ms",
        "📊 ✗ Sales: Too slow",
        "",
        "Sales were 1.5.",
        "All good.",
        "Data through May.",
        "",
        "💭 Wrote it",
        "💾 Remembered: Sales 1.5",
        "⚠️  Partial period",
        "📄 targets.md › By quarter",
        "→ And by month?",
        "From the semantic model · 0.0 s",
        "",
      ].join("\n"),
    );
  });

  it("sets a table in columns wherever the deltas cut it", () => {
    const markdown =
      "Here:\n\n| Region | Sales |\n|---|---:|\n| West ⚠️ | $3.4M |\n| **数字** | $12M |\n\nEnd";
    const text = show([...[...markdown].map(content), done("m")]);
    expect(text).toContain(
      "Here:\n\nRegion   Sales\n───────  ─────\nWest ⚠️  $3.4M\n数字      $12M\n\nEnd\n",
    );
  });

  it("shows an error in words, and a table that was cut short", () => {
    const text = show([
      content("| a | b |"),
      { type: "error", code: "cancelled", message: "The turn was stopped", retryable: true },
    ]);
    expect(text).toBe("\n| a | b |\n\n✗ The turn was stopped\n");
  });

  it("says from what was read in place of the warehouse's rows", () => {
    const read = (id: string, origin: string): TurnEvent => ({
      ...{
        type: "evidence",
        id,
        tool: "query_bigquery",
        title: "Sales",
        sql: "",
        columns: [],
        rows: [],
      },
      ...{ row_count: 0, truncated: false, tables: [], as_of: null, grade: "metric", bytes: 0 },
      ...{ ms: 1, origin },
    });
    const text = show([read("e1", "roll-up days"), read("e2", "Metrics API"), done("m")]);
    expect(text).toMatch(/ · roll-up days · Metrics API · [\d.]+ s\n$/);
  });

  it("uses colour only where it is wanted", () => {
    const events = [content("**Bold**\n"), done("m")];
    expect(show(events)).not.toContain("\u001b");
    expect(show(events, true)).toContain("\u001b[1mBold\u001b[0m");
  });
});

describe("toTextTable()", () => {
  it("sets figures to the right, and leaves what is no table as it is", () => {
    expect(toTextTable(["| Name | N |", "|:--|---|", "| a \\| b | −25.7% |", "| c | |"])).toEqual([
      "Name        N",
      "─────  ──────",
      "a | b  −25.7%",
      "c",
    ]);
    const text = ["| not | a table", "| at all"];
    expect(toTextTable(text)).toBe(text);
    expect(toTextTable([])).toEqual([]);
  });
});

describe("textWidth()", () => {
  it("counts columns, not characters", () => {
    expect(["abc", "é", "e\u0301", "数字", "✅", "⚠️", "👩‍💻"].map(textWidth)).toEqual([
      3, 1, 1, 4, 2, 2, 2,
    ]);
  });
});
