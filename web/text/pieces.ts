import type { EvidenceEvent, Passage } from "../../agent/events.ts";
import { splitCitations } from "./cited.ts";
import { splitMarks, unmark } from "./marks.ts";
import { toVisible } from "./plain.ts";

/** What a text is made of. `before` and `after` are brackets and stops that stay on the line of what they touch. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | (Touching & { readonly kind: "figure"; readonly text: string; readonly index: number })
  | (Touching & { readonly kind: "sign"; readonly text: string })
  | (Touching & { readonly kind: "citation"; readonly text: string; readonly passage: Passage });

type Touching = { readonly before: string; readonly after: string };

const ALONE: Touching = { before: "", after: "" };
const SIGN = /(✅|⚠\uFE0F?|🔴|🟢|💾)/u;
const OPENS = /[([“"'‘«~≈]+$/u;
const CLOSES = /^[)\]”"'’».,;:!?]+/u;

/** A text with its marked figures, its citations and its trend signs, in order. Nothing hidden is left in it. */
export function toPieces(text: string, evidence: readonly EvidenceEvent[]): readonly Piece[] {
  const pieces = splitCitations(text, evidence).flatMap(({ text: part, passage }): Piece[] =>
    passage === undefined
      ? figuresAndSigns(part)
      : [{ ...ALONE, kind: "citation", text: toVisible(unmark(part)), passage }],
  );
  return keepTogether(pieces);
}

function figuresAndSigns(text: string): Piece[] {
  return splitMarks(text).flatMap(({ text: run, figure }): Piece[] =>
    figure === undefined
      ? signs(toVisible(run))
      : [{ ...ALONE, kind: "figure", text: toVisible(run), index: figure }],
  );
}

function signs(text: string): Piece[] {
  return text
    .split(SIGN)
    .filter((part) => part !== "")
    .map(
      (part): Piece =>
        SIGN.test(part) ? { ...ALONE, kind: "sign", text: part } : { kind: "text", text: part },
    );
}

/** Moves brackets and stops from the text to what they touch, so that no line breaks between them. */
function keepTogether(pieces: readonly Piece[]): readonly Piece[] {
  const taken = pieces.map((piece, at) => {
    if (piece.kind !== "text") return { before: "", after: "", rest: piece.text };
    const after = isAtom(pieces[at - 1]) ? (CLOSES.exec(piece.text)?.[0] ?? "") : "";
    const rest = piece.text.slice(after.length);
    const before = pieces[at + 1]?.kind === "figure" ? (OPENS.exec(rest)?.[0] ?? "") : "";
    return { before, after, rest: rest.slice(0, rest.length - before.length) };
  });
  return pieces.map((piece, at) => {
    if (piece.kind !== "text") {
      return { ...piece, before: taken[at - 1]?.before ?? "", after: taken[at + 1]?.after ?? "" };
    }
    const rest = taken[at]?.rest ?? piece.text;
    const isBeforeSign = pieces[at + 1]?.kind === "sign";
    return { kind: "text", text: isBeforeSign ? rest.replace(/ $/, "\u00A0") : rest };
  });
}

function isAtom(piece: Piece | undefined): boolean {
  return piece !== undefined && piece.kind !== "text";
}
