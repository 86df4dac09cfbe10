import { allowedSlips, editDistance } from "./edit-distance.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Meaning } from "./model-names.ts";
import { rootOf } from "./roots.ts";
import { scatteredAt } from "./scattered.ts";
import type { Spelled } from "./spelling.ts";
import { stemOf } from "./tokens.ts";
import { verbsOfChange } from "./verbs-of-change.ts";
import { FILLER_WORDS, GRAMMAR_WORDS } from "./words.ts";

/** A stretch of tokens (`from` inclusive, `to` exclusive) that names something of the model. */
export type Mention = {
  readonly from: number;
  readonly to: number;
  readonly meanings: readonly Meaning[];
  /** What was meant, where the word was misspelled. */
  readonly corrected?: string;
  /** True when only part of a value's name was given. */
  readonly partial: boolean;
};

/** Longest names first, from left to right, never overlapping; then parts of names. */
export function findMentions(said: readonly Spelled[], lexicon: Lexicon): Mention[] {
  const tokens = withoutVerbs(said, lexicon);
  const mentions: Mention[] = [];
  let at = 0;
  while (at < tokens.length) {
    const mention = mentionAt(tokens, at, lexicon);
    if (mention) mentions.push(mention);
    at = mention?.to ?? at + 1;
  }
  return mentions;
}

/** "Which customers lost revenue": the verb is no part of a name, although "customers lost" is one. */
function withoutVerbs(tokens: readonly Spelled[], lexicon: Lexicon): readonly Spelled[] {
  const verbs = verbsOfChange(tokens, (at) => {
    const meanings =
      phraseAt(tokens, at, { lexicon, first: tokens[at]?.stem ?? "" })?.meanings ?? [];
    return (
      meanings.some(({ kind }) => kind === "metric") &&
      !meanings.some(({ kind }) => kind === "dataset")
    );
  });
  if (verbs.length === 0) return tokens;
  return tokens.map((token, at) =>
    verbs.includes(at) ? { ...token, text: "did", stem: "did" } : token,
  );
}

function mentionAt(tokens: readonly Spelled[], at: number, lexicon: Lexicon): Mention | undefined {
  const token = tokens[at];
  if (!token || isHowRanked(tokens, at) || isHowLong(tokens, at)) return undefined;
  const exact = phraseAt(tokens, at, { lexicon, first: token.stem });
  const scattered = scatteredAt(tokens, at, lexicon);
  if (scattered && scattered.to > (exact?.to ?? at))
    return { from: at, to: scattered.to, meanings: scattered.meanings, partial: false };
  if (exact) return exact;
  const head = headAt(tokens, at, lexicon);
  if (head) return head;
  if (isPlainWord(token)) return undefined;
  return (
    misspelledValueAt(tokens, at, lexicon) ??
    partAt(tokens, at, lexicon) ??
    metricPartAt(tokens, at, lexicon)
  );
}

/** "Best selling": how something is ranked, whatever else the model calls so. */
function isHowRanked(tokens: readonly Spelled[], at: number): boolean {
  return (
    /^(?:selling|performing|earning|growing|paying|spending)$/.test(tokens[at]?.text ?? "") &&
    /^(?:best|worst|top|most|least|highest|lowest|fastest|slowest)$/.test(
      tokens[at - 1]?.text ?? "",
    )
  );
}

/** "More than 2 hours": a length of time. */
function isHowLong(tokens: readonly Spelled[], at: number): boolean {
  return (
    /^hours?$/.test(tokens[at]?.text ?? "") &&
    /^(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)$/.test(
      tokens[at - 1]?.text ?? "",
    )
  );
}

/** "By type": the last word of a field's name, where something is divided by it. */
function headAt(tokens: readonly Spelled[], at: number, lexicon: Lexicon): Mention | undefined {
  const meanings = /^(?:by|per|each|every)$/.test(tokens[at - 1]?.text ?? "")
    ? lexicon.heads.get(tokens[at]?.stem ?? "")
    : undefined;
  return meanings && { from: at, to: at + 1, meanings, partial: false };
}

/** A word of the language itself, spelled right: never read as a slip or as part of a name. */
function isPlainWord(token: Spelled): boolean {
  return [token.text, token.stem].some((form) => FILLER_WORDS.has(form) || GRAMMAR_WORDS.has(form));
}

function phraseAt(
  tokens: readonly Spelled[],
  at: number,
  { lexicon, first }: { lexicon: Lexicon; first: string },
): Mention | undefined {
  for (const { stems, meanings } of lexicon.phrases.get(first) ?? []) {
    const to = endOfPhrase(tokens, at, stems);
    if (to === undefined) continue;
    const meant = tokens.slice(at, to).flatMap((token) => token.meant ?? []);
    const corrected = meant.length > 0 ? { corrected: meant.join(" ") } : {};
    return { from: at, to, meanings, partial: false, ...corrected };
  }
  return undefined;
}

/** Small words that may stand inside a name: "lose too many customers". */
const INSIDE = new Set("the our a an too so many any some more most of".split(" "));

function endOfPhrase(
  tokens: readonly Spelled[],
  at: number,
  stems: readonly string[],
): number | undefined {
  let to = at;
  for (const [i, stem] of stems.entries()) {
    while (i > 0 && tokens[to]?.stem !== stem && INSIDE.has(tokens[to]?.text ?? "")) to += 1;
    if (tokens[to]?.stem !== stem) return undefined;
    to += 1;
  }
  return to;
}

/** "Hollowel Financial Group": a longer value whose other words are right mends a slip in its first. */
function misspelledValueAt(
  tokens: readonly Spelled[],
  at: number,
  lexicon: Lexicon,
): Mention | undefined {
  const token = tokens[at];
  if (!token || lexicon.vocabulary.has(token.stem)) return undefined;
  for (const word of resembling(token.stem, lexicon, 5)) {
    const mended = tokens.with(at, { ...token, stem: word, meant: word });
    const found = phraseAt(mended, at, { lexicon, first: word });
    if (found && found.to - found.from > 1) return found;
  }
  return undefined;
}

/** "Globex" for "Globex Corporation": every value that has all the rare words that follow one another here. An ordinary word is part of a name only with a capital, or with another of the same name. */
function partAt(tokens: readonly Spelled[], at: number, lexicon: Lexicon): Mention | undefined {
  const token = tokens[at];
  const first = token && lexicon.parts.get(token.stem);
  if (!first) return undefined;
  let meanings: readonly Meaning[] = first;
  let to = at + 1;
  for (; to < tokens.length; to += 1) {
    const more = lexicon.parts.get(tokens[to]?.stem ?? "") ?? [];
    const both: readonly Meaning[] = meanings.filter((meaning) => more.includes(meaning));
    if (both.length === 0) break;
    meanings = both;
  }
  const isOrdinary = isPlainEnglish(tokens, at, { lexicon, first });
  const isOne =
    to - at > 1 && new Set(meanings.map((m) => (m.kind === "value" ? m.value : ""))).size === 1;
  return isOrdinary && !isOne ? undefined : { from: at, to, meanings, partial: true };
}

/** An ordinary word, written as such. A sentence begins with a capital, whatever its first word. */
function isPlainEnglish(
  tokens: readonly Spelled[],
  at: number,
  known: { readonly lexicon: Lexicon; readonly first: readonly Meaning[] },
): boolean {
  const token = tokens[at];
  if (!token || !known.lexicon.isEnglish(token.text)) return false;
  const isPossessive = token.end - token.start > token.text.length;
  const isNamed = token.capital && at > 0 && (token.stem.length > 3 || isPossessive);
  return !isNamed && !isBesideAnother(tokens, at, known);
}

/** "Gwen vs lewis": beside another of the same field. */
function isBesideAnother(
  tokens: readonly Spelled[],
  at: number,
  { lexicon, first }: { lexicon: Lexicon; first: readonly Meaning[] },
): boolean {
  const fields = new Set(first.map((m) => (m.kind === "value" ? m.field : "")));
  return [-2, 2].some((step) => {
    const link = tokens[at + step / 2]?.text ?? "";
    const others = lexicon.parts.get(tokens[at + step]?.stem ?? "") ?? [];
    const isSame = others.some((m) => m.kind === "value" && fields.has(m.field));
    return /^(?:vs|versus|and|or|against|than)$/.test(link) && isSame;
  });
}

/** "Freight" for a freight cost, where nothing else in the question is one of the model's figures. */
function metricPartAt(
  tokens: readonly Spelled[],
  at: number,
  lexicon: Lexicon,
): Mention | undefined {
  const token = tokens[at];
  // A word that only resembles one of the names ("returns" and "returning customers") is a guess too many.
  const isOwn = token !== undefined && token.stem === stemOf(token.text);
  const meaning = isOwn ? lexicon.metricParts.get(token.stem) : undefined;
  const next = tokens[at + 1];
  // A "pass mark" is no pass rate.
  const isCompound = next && phraseAt(tokens, at + 1, { lexicon, first: next.stem }) !== undefined;
  const happens = lexicon.dates.has(rootOf(token?.stem ?? ""));
  if (!meaning || isCompound || happens) return undefined;
  const isMeasured = tokens.some((token, i) =>
    phraseAt(tokens, i, { lexicon, first: token.stem })?.meanings.some(
      ({ kind }) => kind === "metric",
    ),
  );
  return isMeasured ? undefined : { from: at, to: at + 1, meanings: [meaning], partial: true };
}

/** Words of the model and values that resemble an unknown word, nearest first, for "did you mean"; never the word itself. */
export function resembling(stem: string, lexicon: Lexicon, limit: number): string[] {
  const slips = allowedSlips(stem.length);
  return [...lexicon.vocabulary.keys()]
    .filter((word) => word !== stem && word[0] === stem[0] && word.length >= 4)
    .map((word) => ({ word, distance: editDistance(stem, word, slips) }))
    .filter(({ distance }) => distance <= slips)
    .toSorted((a, b) => a.distance - b.distance || (a.word < b.word ? -1 : 1))
    .slice(0, limit)
    .map(({ word }) => word);
}
