/** A stretch of text, end exclusive. */
export type Span = { readonly start: number; readonly end: number };

const MONTH =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b\\.?";
const DAY = "\\d{1,2}(?:st|nd|rd|th)?";
const YEAR = "(?:19|20)\\d\\d";
const NUMBER_NOUN =
  "(?!(?:sales|results|was|is|has|its|this|totals|targets|plans|figures|numbers|revenues|vs|versus|years|goals|losses|gains|earnings|as|levels|values|comparisons|seasons|quarters|months|weeks|days|shows|sees|brings|starts|ends|remains|looks)\\b)[a-z]+s\\b";

/** Markdown that is no prose: code, link targets, addresses, citations in brackets, the numbers of a list, HTML. */
const MARKUP = [
  "```[^]*?(?:```|$)",
  "`[^`\\n]*`",
  "\\]\\([^)\\s]*\\)",
  "https?://\\S+",
  "\\[[^\\]\\n]*(?:\\.\\w{2,5}| › )[^\\]\\n]*\\]",
  "\\[\\^?\\d+\\]",
  "(?<=(?:^|\\n)[ \\t>]*)\\d{1,3}[.)](?=\\s)",
  "<[^>\\n]{1,80}>",
];

/** Dates, periods, years and times of day. */
const TIME = [
  `${YEAR}-\\d\\d(?:-\\d\\d)?(?:[T ]\\d\\d:\\d\\d(?::\\d\\d)?)?`,
  `${YEAR}[-/ ]?[QHW]\\d{1,2}`,
  "\\d{1,2}[/.]\\d{1,2}[/.](?:\\d{4}|\\d\\d)(?![\\d%])",
  `${MONTH} ${DAY}(?: ?[–-] ?${DAY})?(?:,? ${YEAR})?(?![\\d,.]*\\d)`,
  `\\b${DAY} (?:of )?${MONTH}(?:,? ${YEAR})?`,
  `${MONTH},? ['’]?(?:${YEAR}|\\d\\d(?=\\b))`,
  `\\b(?:FY|CY|CW)[ -]?['’]?(?:${YEAR}|\\d\\d)(?:/\\d\\d)?\\b`,
  `\\b[QH][1-4](?:[ /-]?['’]?(?:${YEAR}|\\d\\d))?\\b`,
  "\\b[1-4]Q['’]?\\d\\d(?:\\d\\d)?\\b",
  "['’]\\d\\d\\b",
  `(?<![\\w$€£¥.,−+-])${YEAR}(?:[/–-](?:${YEAR}|\\d\\d))?(?![\\d%kKMB]|[.,]\\d| ?(?:%|percent|points|pts|million|billion|dollars|euros|USD|EUR|x\\b)| ${NUMBER_NOUN})(?:s\\b)?`,
  "\\b\\d{1,2}:\\d\\d(?::\\d\\d)?(?: ?[ap]m)?\\b",
  "\\bweek \\d{1,2}\\b",
  "\\b(?:last|past|previous|prior|next|trailing|rolling|preceding|following) \\d{1,3} (?:full |complete )?(?:day|week|month|quarter|year)s?\\b",
];

/** Places in an order, and names by number. */
const ORDINAL = [
  "\\b\\d+(?:st|nd|rd|th)\\b",
  "#\\d+\\b",
  "\\b(?:[Tt]op|[Bb]ottom|[Ff]irst|[Ll]ast|[Ll]argest|[Ss]mallest|[Bb]est|[Ww]orst) [*_]*\\d{1,3}\\b(?![\\d%.,]*\\d| ?(?:%|percent|points|pts|million|k\\b))",
  "\\b(?:No|no|Nr|Step|step|Section|Chapter|Figure|Table|Page|page)\\.? ?\\d+\\b",
];

const NOT_FIGURES = new RegExp(
  [...MARKUP, ...TIME, ...ORDINAL].map((body) => `(?:${body})`).join("|"),
  "g",
);

/** Stretches whose digits are not figures: code, links, citations, dates, periods, years, ordinals, list numbers. In order. */
export function notFigures(answer: string): readonly Span[] {
  return [...answer.matchAll(NOT_FIGURES)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The text with the spans blanked out; offsets stay. */
export function without(text: string, spans: readonly Span[]): string {
  let rest = text;
  for (const { start, end } of spans) {
    rest = rest.slice(0, start) + "·".repeat(end - start) + rest.slice(end);
  }
  return rest;
}
