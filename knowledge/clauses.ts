import { toTerms } from "./terms.ts";

const MOST = 4;

const ASKS = /^(?:what|who|when|how|why|which|where)\b/i;

/**
 * A question and, where it asks several things, each of them: "What is churn, and who approves discounts?" is three.
 * The whole comes first. A part without a question word is one of its own only when it has two words that carry a topic.
 */
export function toClauses(question: string): readonly string[] {
  const whole = question.replace(/\s+/g, " ").trim();
  const parts = whole
    .split(
      /[?!;\n]+|\.\s+|,?\s+(?:and|as well as|plus|but)\s+(?:also\s+)?|,\s+(?=(?:what|who|when|how|why|which|where|is|are|do|does|can)\b)/i,
    )
    .map((part) => part.trim())
    .filter((part) => toTerms(part).length >= (ASKS.test(part) ? 1 : 2));
  return parts.length < 2 ? [whole] : [whole, ...parts.slice(0, MOST)];
}
