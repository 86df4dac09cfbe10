import type { Fields } from "./documents.ts";
import type { Fold } from "./fold.ts";
import { StoredSummary } from "./memory-fields.ts";

/** Topics and findings that a conversation's, a month's or a year's summary holds; the newest stay. */
const MOST = 10;

/** Old conversations become one entry a month, and old months one a year. Roles never mix. */
export const foldSessions: Fold = {
  groups: [
    (fields) => inPeriod(fields, String(fields["period"] ?? month(fields))),
    (fields) => inPeriod(fields, year(fields)),
  ],
  merge: (id, entries) => {
    const summaries = entries
      .map((fields) => StoredSummary.parse(fields))
      .toSorted((a, b) => (a.date < b.date ? -1 : 1));
    const period = id.slice(id.indexOf("/") + 1);
    return {
      sessionId: period,
      date: summaries.at(-1)?.date ?? "",
      topics: newest(summaries.flatMap(({ topics }) => topics)),
      keyFindings: newest(summaries.flatMap(({ keyFindings }) => keyFindings)),
      sessions: summaries.reduce((sum, { sessions = 1 }) => sum + sessions, 0),
      savedAt:
        entries
          .map(({ savedAt }) => String(savedAt))
          .toSorted()
          .at(-1) ?? "",
      role: entries[0]?.["role"],
      period,
    };
  },
};

/** Each once, oldest first. */
export function newest(items: readonly string[]): string[] {
  return [...new Set(items.toReversed())].slice(0, MOST).reverse();
}

function inPeriod({ role }: Fields, period: string): string {
  return `${encodeURIComponent(String(role))}/${period}`;
}

function month({ date }: Fields): string {
  return String(date).slice(0, 7);
}

function year({ date }: Fields): string {
  return String(date).slice(0, 4);
}
