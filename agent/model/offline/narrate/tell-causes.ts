import { causesIn } from "../passages/causes.ts";
import { cite, type Statement } from "../passages/statements.ts";
import { type Culprit, findWithin } from "../plan/culprit.ts";
import { escapeText } from "./markdown-table.ts";
import type { Keep } from "./story.ts";
import { passagesOf, type Telling } from "./telling.ts";
import { findingKey } from "./words.ts";

/** Causes that an answer lists. */
const MAX_CAUSES = 3;

/** What documents say of why, for exactly the members and the period; the best of each document. */
export function causesOf(telling: Telling, culprit: Culprit | undefined): Statement[] {
  const { frame, found, world } = telling;
  if (!frame.range) return [];
  const within = findWithin(frame, found, world);
  const passages = passagesOf(
    telling,
    "causes.member",
    "causes.asked",
    "causes.question",
    "causes.filters",
    "causes.within",
    "causes",
    "causes.period",
    "causes.state",
  );
  const filtered = frame.filters.flatMap(({ op, values }) =>
    op === "in" ? values.map(String) : [],
  );
  const members = [
    ...filtered,
    ...(culprit ? [culprit.member] : []),
    ...(within ? [within.member] : []),
  ];
  return causesIn(passages, { members, metric: telling.main.label }, frame.range).slice(
    0,
    MAX_CAUSES,
  );
}

/** The causes as a list, or that there is none. */
export function causesBlock(
  causes: readonly Statement[],
  culprit: Culprit | undefined,
  { frame }: Telling,
): string {
  const about = [escapeText(spokenOf(causes, culprit, frame)), frame.range?.label]
    .filter(Boolean)
    .join(" in ");
  if (causes.length === 0)
    return `The documents give no cause${about ? ` for ${about}` : ""}; beyond the figures above I do not know why.`;
  return [
    `What the company's documents say about ${about}:`,
    ...causes.map(({ text, passage }) => `- ${text.replace(/[.;:]?$/, "")} ${cite(passage)}.`),
  ].join("\n");
}

/** Who the documents speak of: the member that carries the difference, unless it is those that were asked about. */
function spokenOf(
  causes: readonly Statement[],
  culprit: Culprit | undefined,
  { filters }: Telling["frame"],
): string {
  const asked = filters.flatMap(({ op, values }) => (op === "in" ? values.map(String) : []));
  const isNamed = (member: string) =>
    causes.some(({ text, passage }) => `${text} ${passage.heading}`.includes(member));
  const [named] = asked.filter(isNamed);
  if (culprit && (causes.length === 0 || isNamed(culprit.member) || !named)) return culprit.member;
  return named ?? "";
}

/** Of a path of headings the innermost. */
function lastHeading(heading: string): string {
  return heading
    .slice(heading.lastIndexOf(" > ") + 1)
    .replace(/^> /, "")
    .trim();
}

/** Causes are kept as the conclusion that they explain this difference; the documents hold the rest. */
export function causeFindings(
  causes: readonly Statement[],
  culprit: Culprit | undefined,
  { frame, main }: Telling,
): Keep[] {
  if (causes.length === 0 || !culprit) return [];
  const sources = [
    ...new Set(causes.map(({ passage }) => lastHeading(passage.heading) || passage.source)),
  ];
  const text = `Causes of ${culprit.member}'s ${main.label} gap in ${frame.range?.label}: ${sources.join("; ")}`;
  return [{ kind: "finding", key: findingKey(frame, "causes"), value: text }];
}
