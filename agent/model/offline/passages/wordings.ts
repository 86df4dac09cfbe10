import { tokenize } from "../language/tokens.ts";
import { FILLER_WORDS } from "../language/words.ts";
import { readAsked, type Want } from "./asked.ts";
import { likeWords } from "./like-words.ts";
import { saidRoots } from "./said-roots.ts";

/** Words looked for one by one. */
const MOST_WORDS = 3;

/**
 * Other wordings of a question, for searches: the topic in words as an answer has them ("X costs … euros", "X is led
 * by"), in words of like meaning, and the topic's longest words one by one. Empty when the question has no topic.
 */
export function wordingsOf(question: string, currency = "USD"): readonly string[] {
  const { roots, want } = readAsked(question);
  const words = tokenize(question)
    .filter(
      ({ text, stem }) =>
        !FILLER_WORDS.has(text) &&
        !FILLER_WORDS.has(stem) &&
        [...saidRoots(text)].some((root) => roots.has(root)),
    )
    .map(({ start, end }) => question.slice(start, end));
  if (words.length === 0) return [];
  const topic = words.join(" ");
  const shaped = want === undefined ? [] : shapes(want, question, MONEY[currency] ?? currency);
  const alike = words.map((word) => likeWords(word)[0] ?? word).join(" ");
  const single = words.length > 1 ? words.toSorted((a, b) => b.length - a.length) : [];
  return [
    topic,
    ...shaped.map((shape) => `${topic} ${shape}`),
    ...(want === "overview" ? [`what is the ${topic}`, `the ${topic} offers`] : []),
    ...(alike === topic ? [] : [alike]),
    ...single.slice(0, MOST_WORDS),
  ];
}

const MONEY: Readonly<Record<string, string>> = {
  USD: "dollars",
  EUR: "euros",
  GBP: "pounds",
  CHF: "francs",
  JPY: "yen",
  INR: "rupees",
};

/** What stands in an answer beside the topic. */
function shapes(want: Want, question: string, money: string): readonly string[] {
  switch (want) {
    case "amount":
      return [`costs ${money}`];
    case "person":
      return /\bapprov|\bsign|\bdecid|\ballow/i.test(question)
        ? ["approved by"]
        : ["is led by", "responsible"];
    case "condition":
    case "definition":
      return ["threshold", "definition"];
    case "calculation":
      return ["divided by"];
    case "duration":
      return ["days"];
    case "date":
      return ["date since"];
    case "cause":
      return ["because reason"];
    case "list":
    case "overview":
    case "count":
    case "place":
      return [];
  }
}
