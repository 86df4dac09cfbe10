import fc from "fast-check";
import type { EvidenceEvent } from "../../agent/events.ts";
import { DOCUMENTS } from "../testing/harbour.ts";
import { splitCitations } from "./cited.ts";

const evidence = [DOCUMENTS as EvidenceEvent];

describe("splitCitations()", () => {
  it("finds a citation by its document and heading", () => {
    const pieces = splitCitations("It is behind [sales_targets.md › Thresholds].", evidence);
    expect(pieces.map(({ text, passage }) => [text, passage?.heading])).toEqual([
      ["It is behind", undefined],
      [" [sales_targets.md › Thresholds]", "Thresholds"],
      [".", undefined],
    ]);
  });

  it("opens the document when the heading is another or none", () => {
    const [cited] = splitCitations("[island_operations.md]", evidence);
    expect(cited?.passage?.source).toBe("island_operations.md");
  });

  it("takes all after the document for its heading", () => {
    const passage = { source: "a.md", content: "", relevance_score: 1 };
    const results = [
      { ...passage, heading: "Churn" },
      { ...passage, heading: "Churn > Target" },
    ];
    const found: EvidenceEvent = {
      type: "evidence",
      id: "e",
      tool: "search_knowledge_base",
      title: "",
      results,
    };
    const [cited] = splitCitations("[a.md › Churn > Target]", [found]);
    expect(cited?.passage?.heading).toBe("Churn > Target");
  });

  it("leaves brackets that cite nothing that was found", () => {
    expect(splitCitations("see [other.md › A] and [1]", evidence)).toEqual([
      { text: "see [other.md › A] and [1]" },
    ]);
  });

  it("loses nothing of the text, whatever it is", () => {
    const piece = fc.constantFrom(
      "[",
      "]",
      " ",
      "sales_targets.md",
      "›",
      "x",
      "[sales_targets.md]",
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        const joined = splitCitations(text, evidence)
          .map((one) => one.text)
          .join("");
        expect(joined).toBe(text);
      }),
    );
  });
});
