import type { EvidenceEvent } from "../../agent/events.ts";
import { splitCitations } from "./cited.ts";
import { toTsv } from "./csv.ts";
import { toBlocks, toPlain } from "./markdown.ts";
import { documentName } from "./words.ts";

type Token = ReturnType<typeof toBlocks>[number]["token"];

/** An answer as it is pasted elsewhere: no markup, sources by name, tables as cells that a spreadsheet takes. */
export function toCopied(markdown: string, evidence: readonly EvidenceEvent[]): string {
  return toBlocks(markdown)
    .map(({ token }) => named(block(token), evidence))
    .filter((text) => text !== "")
    .join("\n\n");
}

function block(token: Token): string {
  if (token.type === "table") {
    const cells = [token.header, ...token.rows].map((row) => row.map(({ text }) => toPlain(text)));
    return toTsv(cells).trimEnd();
  }
  if (token.type !== "list") return toPlain(token.raw);
  const first = token.start === "" ? 1 : token.start;
  return token.items
    .map(({ text }, at) => `${token.ordered ? `${first + at}.` : "-"} ${toPlain(text)}`)
    .join("\n");
}

function named(text: string, evidence: readonly EvidenceEvent[]): string {
  return splitCitations(text, evidence)
    .map(({ text: part, passage }) =>
      passage === undefined ? part : ` (${documentName(passage.source)})`,
    )
    .join("");
}
