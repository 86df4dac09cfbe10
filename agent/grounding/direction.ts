import type { WrittenFigure } from "./answer-text.ts";

const DOWN =
  /\b(?:down|decreas\w*|declin\w*|drop\w*|fell|fallen|falls?|falling|lower|fewer|less|below|beneath|under(?!stand)|short(?:fall|age|er)?|miss(?:ed|es|ing)?|los[est]\w*|shr[aiu]nk|reduc\w*|slump\w*|behind|dip\w*|slipp\w*|contract(?:ed|ion)|shed|deficit|worse than|cut|minus)\b/gi;
const UP =
  /\b(?:up|increas\w*|grew|grow\w*|rose|ris(?:e|en|es|ing)|higher|more|above|exceed\w*|gain\w*|beat\w*|ahead|jump\w*|climb\w*|surpass\w*|add(?:ed|s|ing)|plus|surplus|extra|additional|outperform\w*|expan(?:ded|sion)|over (?:the )?(?:target|plan|budget))\b/gi;
const NEUTRAL =
  /\b(?:chang\w*|differen\w*|gap|varian\w*|delta|swing|mov(?:ed|ement)|apart|improv\w*|worsen\w*|spread|compar\w*|vs|versus|against|shift\w*)\b/gi;

/** The way a difference goes, as the words say: nearest first; `either` for "a change of"; undefined when they say nothing. */
export type Direction = "up" | "down" | "either" | undefined;

/** How far from the number a word of direction may stand. */
const REACH = 60;

export function directionOf(figure: WrittenFigure): Direction {
  if (figure.signed) return figure.value < 0 || /^[−–-]/.test(figure.text) ? "down" : "up";
  const before = lastClause(figure.before).slice(-REACH);
  const after = firstClause(figure.after).slice(0, REACH);
  const found = [
    nearest(DOWN, "down", { before, after }),
    nearest(UP, "up", { before, after }),
    nearest(NEUTRAL, "either", { before, after }),
  ].filter((one) => one.distance <= REACH);
  // A word of direction outdoes "change" and "against", which often stand beside it.
  const [first] = found.sort((a, b) => a.rank - b.rank || a.distance - b.distance);
  if (first) return first.direction;
  if (!figure.table) return onlyDirection(figure.before + figure.after);
  return /chang|differ|gap|varian|delta|vs|growth/i.test(figure.table.header) ? "up" : undefined;
}

/** The one way that the whole sentence goes; undefined when it goes both ways or none. */
function onlyDirection(sentence: string): Direction {
  const isDown = sentence.search(DOWN) >= 0;
  const isUp = sentence.search(UP) >= 0;
  if (isDown !== isUp) return isDown ? "down" : "up";
  return !isDown && sentence.search(NEUTRAL) >= 0 ? "either" : undefined;
}

function nearest(
  words: RegExp,
  direction: "up" | "down" | "either",
  { before, after }: { before: string; after: string },
): { direction: "up" | "down" | "either"; distance: number; rank: number } {
  const last = [...before.matchAll(words)].at(-1);
  const first = [...after.matchAll(words)][0];
  const behind = last ? before.length - last.index - last[0].length : Number.POSITIVE_INFINITY;
  // What follows the number belongs to it less often than what precedes it.
  const ahead = first ? first.index + 5 : Number.POSITIVE_INFINITY;
  return { direction, distance: Math.min(behind, ahead), rank: direction === "either" ? 1 : 0 };
}

/** Behind the last figure or clause, so that "down 5%, up 3%" is read apart. */
function lastClause(before: string): string {
  return before.split(/[;:—]|\d[\d.,]*[%MKB]?(?=[ ,)])/).at(-1) ?? before;
}

function firstClause(after: string): string {
  return after.split(/[;:—,(]|[$€£]?\d/)[0] ?? after;
}

const DIFFERENCE_BEFORE =
  /\b(?:extra|additional|shortfall|gap|deficit|surplus|difference|increase|decrease|decline|drop|growth|by)(?: of)?(?: (?:about|around|nearly|almost|over|roughly))?\s*[*_]*$/i;
const DIFFERENCE_AFTER =
  /^[*_]*\s(?:above|below|higher|lower|fewer|short|under|ahead|behind|more than|less than)\b/i;

/** "By $0.6M", "a gap of 4.6%", "0.7 pts above": the words say that it is a difference, not an amount itself. */
export function isDifference({ before, after }: WrittenFigure): boolean {
  return DIFFERENCE_BEFORE.test(before) || DIFFERENCE_AFTER.test(after);
}
