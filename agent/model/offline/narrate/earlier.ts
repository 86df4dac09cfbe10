import { contentRoots } from "../language/roots.ts";
import { escapeText } from "./markdown-table.ts";
import type { Telling } from "./telling.ts";

/**
 * A finding of before that is about the same members and the same metric, in its own words.
 * Undefined when there is none; never the finding that this very answer would replace.
 */
export function earlierFinding({ frame, briefing, main }: Telling): string | undefined {
  const members = frame.filters
    .filter(({ op }) => op === "in")
    .flatMap(({ values }) => values.map(String));
  if (members.length === 0) return undefined;
  const wanted = [...contentRoots(members.join(" ")), ...contentRoots(main.label)];
  const about = briefing.findings.filter(({ value }) => {
    const roots = contentRoots(value);
    return (
      wanted.every((root) => roots.has(root)) && !value.includes(`in ${frame.against?.label} to `)
    );
  });
  const known = about.find(({ value }) => /[%$€£]/.test(value)) ?? about[0];
  if (!known) return undefined;
  const when =
    known.sessionId === briefing.sessionId
      ? "Earlier in this conversation"
      : `On ${known.savedAt.slice(0, 10)}`;
  return `${when} we found: ${escapeText(known.value.replace(/\.$/, ""))}.`;
}
