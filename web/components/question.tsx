import { useState } from "preact/hooks";
import { submit } from "../state/conversation.ts";
import type { Turn } from "../state/turns.ts";
import { toVisible } from "../text/plain.ts";
import { IconButton } from "./icon-button.tsx";

/** The question as asked; edited, it is asked again as a new one. */
export function Question({ turn }: { turn: Turn }) {
  const [editing, setEditing] = useState(false);
  if (editing) return <QuestionEditor turn={turn} onEnd={() => setEditing(false)} />;
  return (
    <div class="question">
      <h2 dir="auto">{toVisible(turn.question)}</h2>
      <IconButton
        icon="pencil"
        label="Edit and ask again"
        class="question-edit"
        onClick={() => setEditing(true)}
      />
    </div>
  );
}

function QuestionEditor({ turn, onEnd }: { turn: Turn; onEnd: () => void }) {
  const [text, setText] = useState(turn.question);
  const send = () => {
    if (submit(text)) onEnd();
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
        ref={(box) => box?.focus()}
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
      </div>
    </form>
  );
}
