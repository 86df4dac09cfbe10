import { useState } from "preact/hooks";
import { submit } from "../state/conversation.ts";
import type { Turn } from "../state/turns.ts";
import { takeFocus } from "./take-focus.ts";

/** The question, to be written anew. */
export function QuestionEditor({ turn, onEnd }: { turn: Turn; onEnd: () => void }) {
  const [text, setText] = useState(turn.question);
  const send = () => {
    if (submit(text, turn.messageId)) onEnd();
  };
  return (
    <form
      class="question-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        dir="auto"
        rows={2}
        value={text}
        aria-label="Edit the question"
        ref={takeFocus}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            onEnd();
          } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div class="question-form-actions">
        <button type="submit" class="primary" disabled={text.trim() === ""}>
          Ask again
        </button>
        <button type="button" class="quiet" onClick={onEnd}>
          Cancel
        </button>
        <span class="quiet-words">It is asked at the end; this answer folds away.</span>
      </div>
    </form>
  );
}
