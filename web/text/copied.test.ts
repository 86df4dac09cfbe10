import type { EvidenceEvent } from "../../agent/events.ts";
import { DOCUMENTS } from "../testing/harbour.ts";
import { toCopied } from "./copied.ts";

const evidence = [DOCUMENTS as EvidenceEvent];

describe("toCopied()", () => {
  it("leaves the markup out, names sources and keeps signs", () => {
    const answer =
      "**It fell by 27.0%** 🔴, for `wholesale` [island_operations.md › The August ferry strike].\n\n_Data through May._";
    expect(toCopied(answer, evidence)).toBe(
      "It fell by 27.0% 🔴, for wholesale (Island operations).\n\nData through May.",
    );
  });

  it("sets tables as cells parted by tabs, and nothing in them computes", () => {
    const table = "| Buyer | Sales |\n|---|---:|\n| **Quay** | −$0.91M |\n| =1+1 | @x |";
    expect(toCopied(`As shown:\n\n${table}\n\nSo it is.`, [])).toBe(
      "As shown:\n\nBuyer\tSales\nQuay\t−$0.91M\n'=1+1\t'@x\n\nSo it is.",
    );
  });

  it("keeps lists as lists", () => {
    expect(toCopied("- one\n- **two**\n\n3. three\n4. four", [])).toBe(
      "- one\n- two\n\n3. three\n4. four",
    );
  });

  it("gives nothing for nothing", () => {
    expect(toCopied("", [])).toBe("");
  });
});
