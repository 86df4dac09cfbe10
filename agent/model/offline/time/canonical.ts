import { mendWord } from "./mend-word.ts";

/** `text` in one spelling: lower case, single spaces, plain quotes and hyphens, slips mended, small numbers as digits. */
export type Canonical = {
  readonly text: string;
  /** Offset in the original of the character at `index`. */
  readonly startOf: (index: number) => number;
  /** Offset in the original behind the character before `index`. */
  readonly endOf: (index: number) => number;
  /** The word at `index` is written with a capital and small letters. */
  readonly isTitled: (index: number) => boolean;
};

/** Total and linear. Offsets are exact at the borders of words. */
export function toCanonical(original: string): Canonical {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = "";
  for (const piece of original.matchAll(/\s+|[A-Za-z]+|[^\sA-Za-z]/g)) {
    const written = canonicalPiece(piece[0]);
    for (let index = 0; index < written.length; index++) {
      starts.push(piece.index);
      ends.push(piece.index + piece[0].length);
    }
    text += written;
  }
  return {
    text,
    startOf: (index) => starts[index] ?? original.length,
    endOf: (index) => ends[index - 1] ?? 0,
    isTitled: (index) => /^[A-Z][a-z]/.test(original.slice(starts[index], ends[index])),
  };
}

function canonicalPiece(piece: string): string {
  if (/^\s/.test(piece)) return " ";
  if (/^[‘’‛`´]$/.test(piece)) return "'";
  if (/^[‐-―−]$/.test(piece)) return "-";
  return /^[A-Za-z]/.test(piece) ? mendWord(piece.toLowerCase()) : piece;
}
