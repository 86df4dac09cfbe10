const SAME_WORD: Readonly<Record<string, string>> = {
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  ten: "10",
  eleven: "11",
  twelve: "12",
  fifteen: "15",
  eighteen: "18",
  twenty: "20",
  thirty: "30",
  sixty: "60",
  ninety: "90",
  qtr: "quarter",
  qtrs: "quarters",
  yr: "year",
  yrs: "years",
  wk: "week",
  wks: "weeks",
  mth: "month",
  mths: "months",
  thru: "through",
  till: "until",
  til: "until",
};

/** Long enough that a word one letter away is a slip and not another word. */
const LONG =
  "january february september october november december quarter quarters quarterly monthly yesterday previous".split(
    " ",
  );

/** One letter away from ordinary words ("match", "mouth"), so only two letters in the wrong order count as a slip. */
const SHORT = "march april august month months weekly daily yearly fiscal".split(" ");

const OTHER_WORDS = new Set(["quartet", "quartets", "augusta", "quartered"]);
const KNOWN = new Set([...LONG, ...SHORT]);
const DROPPED_LETTER: Readonly<Record<string, string>> = {
  agust: "august",
  augst: "august",
  aprl: "april",
  aprill: "april",
  augest: "august",
};

/** The time word that a lower-case word stands for or is a slip of; any other word as it is. */
export function mendWord(word: string): string {
  const same = SAME_WORD[word] ?? DROPPED_LETTER[word];
  if (same !== undefined) return same;
  if (word.length < 5 || word.length > 10 || KNOWN.has(word) || OTHER_WORDS.has(word)) return word;
  return (
    LONG.find((known) => word[0] === known[0] && isOneEditAway(word, known)) ??
    SHORT.find((known) => isSwap(word, known)) ??
    word
  );
}

function isOneEditAway(word: string, known: string): boolean {
  if (word.length === known.length) return isSwap(word, known) || isOneLetterOther(word, known);
  const [short, long] = word.length < known.length ? [word, known] : [known, word];
  if (long.length - short.length !== 1) return false;
  const at = firstDifference(short, long);
  return short.slice(at) === long.slice(at + 1);
}

function isOneLetterOther(word: string, known: string): boolean {
  const at = firstDifference(word, known);
  return word.slice(at + 1) === known.slice(at + 1);
}

function isSwap(word: string, known: string): boolean {
  const at = firstDifference(word, known);
  return (
    at > 0 &&
    word.length === known.length &&
    word[at] === known[at + 1] &&
    word[at + 1] === known[at] &&
    word.slice(at + 2) === known.slice(at + 2)
  );
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
