import type { EvidenceEvent, Passage } from "../../agent/events.ts";

/** Text, or a citation written in it as `[document › heading]`. */
export type Cited = { readonly text: string; readonly passage?: Passage };

const SOURCE_AND_HEADING = /^([^›>#,:|]+?)(?:\s*[›>#,:|]\s*(.*))?$/;
const BRACKETS = /\s?\[([^[\]]{3,200})\]/g;

/** The text cut at its citations. Only what a search of this answer found counts as one; other brackets stay text. */
export function splitCitations(text: string, evidence: readonly EvidenceEvent[]): readonly Cited[] {
  const passages = evidence.flatMap((found) =>
    found.tool === "search_knowledge_base" ? found.results : [],
  );
  if (passages.length === 0 || !text.includes("[")) return [{ text }];
  const pieces: Cited[] = [];
  let at = 0;
  for (const { 0: whole, 1: inner = "", index } of text.matchAll(BRACKETS)) {
    const passage = findPassage(inner, passages);
    if (passage === undefined) continue;
    if (index > at) pieces.push({ text: text.slice(at, index) });
    pieces.push({ text: whole, passage });
    at = index + whole.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

function findPassage(written: string, passages: readonly Passage[]): Passage | undefined {
  const [, source = "", heading = ""] = SOURCE_AND_HEADING.exec(written.trim()) ?? [];
  const ofSource = passages.filter((passage) => passage.source === source);
  return (
    ofSource.find((passage) => passage.heading === heading) ??
    ofSource.find((passage) => passage.heading.endsWith(heading)) ??
    ofSource[0]
  );
}
