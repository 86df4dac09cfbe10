import type { EvidenceEvent, Passage } from "../../agent/events.ts";
import { splitCitations } from "./cited.ts";
import { splitMarks, unmark } from "./marks.ts";
import { toVisible } from "./plain.ts";

/** What a text is made of. The parts of what is `together` stay on one line. */
export type Piece = Words | { readonly kind: "together"; readonly parts: readonly Part[] };

/** Words, a bound figure, a trend sign or a citation. */
export type Part = Words | Atom;

type Words = { readonly kind: "text"; readonly text: string };
type Atom =
  | { readonly kind: "figure"; readonly text: string; readonly index: number }
  | { readonly kind: "sign"; readonly text: string }
  | { readonly kind: "citation"; readonly text: string; readonly passage: Passage };

const SIGN = /(✅|⚠\uFE0F?|🔴|🟢|💾)/u;
const OPENS = /[([“"'‘«~≈]+$/u;
const CLOSES = /^[)\]”"'’».,;:!?]+/u;
const SPACE = /^[ \u00A0]?$/;
/** The word before a sign, unless it is a very long one. */
const LAST_WORD = /(?<![^\s])\S{0,24}[ \u00A0]?$/u;

/** A text with its marked figures, its citations and its trend signs, in order. Nothing hidden is left in it. */
export function toPieces(text: string, evidence: readonly EvidenceEvent[]): readonly Piece[] {
  const parts = splitCitations(text, evidence).flatMap(({ text: part, passage }): Part[] =>
    passage === undefined ? figuresAndSigns(part) : citation(toVisible(unmark(part)), passage),
  );
  return keepTogether(parts);
}

/** The space before it is text: copied, it parts the words. */
function citation(text: string, passage: Passage): Part[] {
  const words = text.trimStart();
  const space = text.slice(0, text.length - words.length);
  const cited: Part = { kind: "citation", text: words, passage };
  return space === "" ? [cited] : [{ kind: "text", text: space }, cited];
}

function figuresAndSigns(text: string): Part[] {
  return splitMarks(text).flatMap(({ text: run, figure }): Part[] =>
    figure === undefined
      ? signs(toVisible(run))
      : [{ kind: "figure", text: toVisible(run), index: figure }],
  );
}

function signs(text: string): Part[] {
  return text
    .split(SIGN)
    .filter((part) => part !== "")
    .map((part): Part => ({ kind: SIGN.test(part) ? "sign" : "text", text: part }));
}

/**
 * Gathers what a line must not break within: a figure and the sign that judges it, with the brackets and stops that
 * touch them. A space that cannot break is no help: browsers break beside a button or a picture all the same.
 */
function keepTogether(parts: readonly Part[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let group: Part[] = [];
  const close = () => {
    if (group.length > 0) pieces.push({ kind: "together", parts: group });
    group = [];
  };
  parts.forEach((part, at) => {
    const [before, after] = [parts[at - 1], parts[at + 1]];
    if (part.kind !== "text") {
      if (before?.kind !== "text" && !isJoined(before, part)) close();
      group.push(part);
      return;
    }
    const { closes, rest, opens } = cut(part.text, before, after);
    push(group, closes);
    if (rest !== "" || !isJoined(before, after)) close();
    if (rest !== "") pieces.push({ kind: "text", text: rest });
    push(group, opens);
  });
  close();
  return pieces;
}

/** What of the text stays with what is before it and with what comes after it. */
function cut(text: string, before: Part | undefined, after: Part | undefined) {
  const closes = isAtom(before) ? (CLOSES.exec(text)?.[0] ?? "") : "";
  const left = text.slice(closes.length);
  const opens = opening(left, before, after);
  return { closes, rest: left.slice(0, left.length - opens.length), opens };
}

function opening(text: string, before: Part | undefined, after: Part | undefined): string {
  if (SPACE.test(text) && isJoined(before, after)) return text;
  if (after?.kind === "sign") return LAST_WORD.exec(text)?.[0] ?? "";
  return after?.kind === "figure" ? (OPENS.exec(text)?.[0] ?? "") : "";
}

/** A sign and the figure or sign beside it. */
function isJoined(before: Part | undefined, after: Part | undefined): boolean {
  if (!isAtom(before) || !isAtom(after)) return false;
  const kinds = [before.kind, after.kind];
  return kinds.includes("sign") && !kinds.includes("citation");
}

function isAtom(part: Part | undefined): part is Atom {
  return part !== undefined && part.kind !== "text";
}

function push(group: Part[], text: string): void {
  if (text !== "") group.push({ kind: "text", text });
}
