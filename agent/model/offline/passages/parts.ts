import { keywordsOf } from "../language/roots.ts";

const ASKS =
  "(?:who|whom|whose|what|when|where|why|which|how|is|are|do|does|did|can|may|must|should|will)";
const SPLIT = new RegExp(
  `\\?+\\s+(?=\\S)|[,;]?\\s+(?:and|but|as well as|also)\\s+(?:also\\s+)?(?=${ASKS}\\b)`,
  "i",
);
const POINTING = /\b(?:they|them|it|that|those|these|he|she|this)\b(?!\s+(?:day|year|week|month))/i;
const MOST_PARTS = 6;

/**
 * The questions that a question consists of, in order; itself alone where it is one. What a later one points back
 * to ("where are they allowed") is put in by its name.
 */
export function partsOf(question: string): readonly string[] {
  const asked = question.replace(/[?!.\s]+$/, "");
  const pieces = asked.split(SPLIT).map((piece) => piece.trim());
  const isWhole = pieces.length < 2 || !new RegExp(`^(?:and |so )?${ASKS}\\b`, "i").test(asked);
  if (isWhole || pieces.some((piece) => keywordsOf(piece) === "")) return [question];
  const topic = topicOf(pieces[0] ?? "");
  return pieces
    .slice(0, MOST_PARTS)
    .map((piece, i) => (i === 0 || topic === "" ? piece : piece.replace(POINTING, topic)));
}

const WANTING =
  /\b(?:cost|costs|price|prices|pay|paid|charge|long|often|many|much|high|take|takes|last|lasts|happens?|mean|means|work|works|calculated|measured|approves?|decides?)\b/gi;

/** What a question is about, without what it wants to know of that. */
function topicOf(question: string): string {
  return keywordsOf(question.replace(WANTING, " "));
}

const COMPARING: readonly RegExp[] = [
  /\b(?:differences?|distinction|distinguish|differ)\b.*?\bbetween (?<a>.+?) and (?<b>.+)$/i,
  /\bcompar(?:e|ison of|ing) (?<a>.+?) (?:and|with|to|against|versus|vs\.?) (?<b>.+)$/i,
  /^how (?:do|does|did|is|are) (?<about>.+?) (?:of|for|in) (?<a>.+?) and (?<b>.+?) (?:differ|compare|different)\b.*$/i,
  /^how (?:do|does|is|are) (?<a>.+?) (?:differ from|compare (?:to|with)|different from) (?<b>.+)$/i,
  /^how (?:do|does|did) (?<a>.+?) and (?<b>.+?) (?:differ|compare)\b.*$/i,
  /^(?<a>.+?) (?:vs\.?|versus|compared (?:to|with)) (?<b>.+)$/i,
];

/** The two things that a question compares, each with what they are compared in; undefined where it compares none. */
export function sidesOf(question: string): readonly [string, string] | undefined {
  const asked = question.replace(/[?!.\s]+$/, "");
  for (const pattern of COMPARING) {
    const { a, b, about } = pattern.exec(asked)?.groups ?? {};
    if (!a || !b) continue;
    const tail = sharedTail(a, b);
    const sides = [a, b].map((side) =>
      [about, tail !== "" && !side.endsWith(tail) ? `${side} ${tail}` : side]
        .filter(Boolean)
        .join(" "),
    );
    return [sides[0] ?? "", sides[1] ?? ""];
  }
  return undefined;
}

/** "The flexible and the saver rate": the noun that stands once for both. */
function sharedTail(a: string, b: string): string {
  const words = b.split(" ");
  const last = words.at(-1) ?? "";
  return words.length > 1 && a.split(" ").length === words.length - 1 ? last : "";
}
