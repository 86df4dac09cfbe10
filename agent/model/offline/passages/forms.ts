import type { Want } from "./asked.ts";

const DATE =
  /\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2})?\b(?:,? \d{4})?|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}(?::\d{2})? ?(?:am|pm|o'clock)\b|\b\d{1,2}:\d{2}\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\b(?:spring|summer|autumn|winter|quarter|since|in) (?:of )?(?:19|20)\d{2}\b|\b(?:first|second|third|fourth|fifth|last) (?:working )?(?:day|week|month)\b|\b\d{1,2}(?:st|nd|rd|th) (?:of|day)\b|\bwithin (?:\d+|\w+) (?:working )?(?:day|week|month)s\b/;
const DURATION =
  /\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|thirty)(?: (?:working|calendar|business))? (?:minute|hour|day|week|month|quarter|year)s?\b|\b(?:forever|immediately|at once|the same day)\b/i;
const AMOUNT =
  /[$€£]\s?\d|\d\s?%|\b\d[\d.,]*\s?(?:percent|euros?|dollars?|pounds?|usd|eur|million|points?|[KMGT]B|kg|km|litres?|met(?:er|re)s?|hours?|people)\b|\b(?:none|half|free of charge|for free|without charge|costs? nothing)\b|\b(?:is|are|be|stays?|comes?) free\b|: .*\bfree\b/i;
const NUMBER =
  /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|once|twice|both|half|a third|none|no|every (?:\w+ )?(?:hour|\w*day|week|month|quarter|year)s?|hourly|daily|weekly|monthly|yearly)\b/i;
const PERSON =
  /\p{Lu}\p{L}+ \p{Lu}\p{L}+|\b(?:manager|director|president|head|team|officer|owner|partner|desk|committee|board)\b/u;
const CAUSE =
  /\b(?:because|since|reasons?|due to|caus\w+|so that|led to|therefore|as a result|in order|wish|why|means that|without)\b/i;
const DEFINING =
  /\b(?:is|are) (?:an?|the|all|every\w*|one|what|whatever|those|any)\b|\b(?:means?|counts? as|stands? for|refers? to|has made|who belongs)\b|\bis (?:counted|measured|defined)\b/i;
const CALCULATION =
  /\b(?:divided by|times|minus|plus|multiplied|sum of|share of|ratio|average of|number of|mean of|one minus|twelve times|all spending)\b/i;

const PLACE =
  /\b(?:in|at|on|near|behind|beside|next to|opposite|outside|inside|under) (?:the |a |an |every |each )?\p{L}+|\bto the \p{L}+/iu;
const CONDITION =
  /\d|\b(?:if|when|after|before|until|unless|below|above|under|over|more than|less than|at least|from|once|every|each|always|never|only)\b/i;
const ANY = /./;

const FORMS: Readonly<Record<Want, RegExp>> = {
  list: ANY,
  overview: ANY,
  condition: CONDITION,
  place: PLACE,
  date: DATE,
  amount: AMOUNT,
  count: NUMBER,
  duration: DURATION,
  person: PERSON,
  cause: CAUSE,
  definition: DEFINING,
  calculation: CALCULATION,
};

/** Wants that words meet in ways that no pattern knows. */
const LOOSE: ReadonlySet<Want> = new Set([
  "list",
  "overview",
  "condition",
  "place",
  "cause",
  "definition",
  "calculation",
]);

/** True when the text has the form of the kind of answer that is wanted: a date for "when", a number for "how many". */
export function fitsForm(text: string, want: Want | undefined): boolean {
  return want === undefined || FORMS[want].test(text);
}

/** The same, and the days of a date are no number of things. */
export function fitsStrictly(text: string, want: Want): boolean {
  return fitsForm(want === "count" ? text.replace(DATES, " ") : text, want);
}

/** True for a want that a text may meet without its form. */
export function fitsLoosely(want: Want): boolean {
  return LOOSE.has(want);
}

/** Dates count nothing. */
const DATES =
  /\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?: \d{1,2}\b)?(?:,? \d{4})?|\b\d{1,2} (?=January|February|March|April|May|June|July|August|September|October|November|December)|\b(?:19|20)\d{2}\b|\bQ[1-4]\b/g;
const SOME_TIME =
  /\b(?:19|20)\d{2}\b|\b(?:after|before|until|once|if|when|above|below|every|daily|weekly|monthly|yearly)\b/i;

/** False for a text that cannot answer what is wanted: "how many" without a number, "when" without a time. */
export function mayAnswer(text: string, want: Want | undefined): boolean {
  switch (want) {
    case "amount":
      return AMOUNT.test(text) || /\d/.test(text.replace(DATES, " "));
    case "count":
      return NUMBER.test(text.replace(DATES, " "));
    case "duration":
      return DURATION.test(text) || DATE.test(text) || NUMBER.test(text);
    case "date":
      return DATE.test(text) || DURATION.test(text) || SOME_TIME.test(text);
    case "list":
    case "overview":
    case "condition":
    case "place":
    case "person":
    case "cause":
    case "definition":
    case "calculation":
    case undefined:
      return true;
  }
}
