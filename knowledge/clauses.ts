import { toTerms } from "./terms.ts";

const MOST = 4;

/**
 * A question and, where it asks several things, each of them: "What is churn, and who approves discounts?" is three.
 * The whole comes first. Parts of fewer than two words that carry a topic are not questions of their own.
 */
export function toClauses(question: string): readonly string[] {
  const whole = question.replace(/\s+/g, " ").trim();
  const parts = whole
    .split(
      /[?!;\n]+|\.\s+|,?\s+(?:and|as well as|plus|but)\s+(?:also\s+)?|,\s+(?=(?:what|who|when|how|why|which|where|is|are|do|does|can)\b)/i,
    )
    .map((part) => part.trim())
    .filter((part) => toTerms(part).length >= 2);
  return parts.length < 2 ? [whole] : [whole, ...parts.slice(0, MOST)];
}
