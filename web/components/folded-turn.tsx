import type { Relation } from "../state/relations.ts";
import { setOpened } from "../state/trace.ts";
import { toVisible } from "../text/plain.ts";

type Props = {
  readonly messageId: string;
  readonly question: string;
  /** The question that took its place. */
  readonly later: Relation;
  readonly onShow: (messageId: string) => void;
};

/** A question that was asked anew: one line that leads to the new answer and still holds the old one. */
export function FoldedTurn({ messageId, question, later, onShow }: Props) {
  const words = later.kind === "again" ? "Asked again as" : "Changed and asked as";
  return (
    <div class="folded">
      <h2 dir="auto">{toVisible(question)}</h2>
      <p class="relations">
        <button type="button" class="text-link" onClick={() => onShow(later.messageId)}>
          {words} question {later.number}
        </button>
        <button
          type="button"
          class="text-link"
          aria-expanded={false}
          onClick={() => setOpened(wholeKey(messageId), true)}
        >
          Show this answer
        </button>
      </p>
    </div>
  );
}

/** The key under which it is kept that a person opened the whole of a folded turn. */
export function wholeKey(messageId: string): string {
  return `${messageId}/whole`;
}
