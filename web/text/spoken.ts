import type { EvidenceEvent } from "../../agent/events.ts";
import { splitCitations } from "./cited.ts";
import { toPlain } from "./markdown.ts";
import { documentName } from "./words.ts";

/** What the signs of an answer mean; 💾 and others speak for themselves. */
export const SIGN_WORDS: Readonly<Record<string, string>> = {
  "✅": "Good",
  "🟢": "Good",
  "🔴": "Bad",
  "⚠": "Attention",
  "💾": "Saved",
};
const SIGN = /(✅|🟢|🔴|⚠|💾)\uFE0F?/gu;

/** An answer as it is read aloud: no markup, signs as words, sources by their names. */
export function toSpoken(markdown: string, evidence: readonly EvidenceEvent[]): string {
  return splitCitations(toPlain(markdown), evidence)
    .map(({ text, passage }) =>
      passage === undefined ? text : ` (source: ${documentName(passage.source)})`,
    )
    .join("")
    .replace(SIGN, (_, sign: string) => `(${SIGN_WORDS[sign] ?? ""})`.toLowerCase());
}
