import { oneAnswer } from "./answers.ts";
import type { Cue } from "./scenes.ts";

const TOKENS_A_PARAGRAPH = 80;

/** An answer of that many tokens, one an event, as fast as a quick model writes: paragraphs, lists and tables. */
export function longAnswer(tokens: number): readonly Cue[] {
  const end = oneAnswer("").filter(({ event }) => event.type !== "content");
  const said = Array.from({ length: tokens }, (_, at): Cue => {
    const place = at % TOKENS_A_PARAGRAPH;
    const paragraph = Math.floor(at / TOKENS_A_PARAGRAPH);
    return { afterMs: 1, event: { type: "content", delta: token(paragraph, place) } };
  });
  return [...said, ...end];
}

function token(paragraph: number, place: number): string {
  if (place === 0) return "\n\n";
  if (paragraph % 4 === 3) return tableToken(place);
  if (paragraph % 4 === 2 && place % 10 === 1) return "\n- ";
  return place % 9 === 0 ? "**sales** " : "grew ";
}

/** Three cells a row; the first two rows are the head. */
function tableToken(place: number): string {
  const column = (place - 1) % 3;
  const cell = place > 3 && place <= 6 ? "---" : `$${place}.${column}M`;
  return column === 2 ? `${cell} |\n` : `${column === 0 ? "| " : ""}${cell} | `;
}
