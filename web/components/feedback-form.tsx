import { useState } from "preact/hooks";
import type { FeedbackReason } from "../api/wire.ts";
import type { Turn } from "../state/turns.ts";
import { comeIntoView, focusNext } from "./take-focus.ts";
import { vote } from "./vote.ts";

const REASONS: readonly { readonly reason: FeedbackReason; readonly words: string }[] = [
  { reason: "not_correct", words: "Not correct" },
  { reason: "incomplete", words: "Incomplete" },
  { reason: "refused", words: "Refused" },
  { reason: "slow", words: "Too slow" },
  { reason: "other", words: "Something else" },
];

/** What is wrong, by kind and in words. */
export function FeedbackForm({ turn }: { turn: Turn }) {
  const opener = `[id="m-${turn.messageId}"] .vote-down`;
  const [reason, setReason] = useState<FeedbackReason | undefined>();
  const [comment, setComment] = useState("");
  return (
    <form
      class="feedback"
      ref={comeIntoView}
      onSubmit={(event) => {
        event.preventDefault();
        void vote(turn, { rating: "down", reason, comment: comment.trim() });
        focusNext(opener);
      }}
    >
      <fieldset>
        <legend>What is wrong with this answer?</legend>
        <div class="feedback-reasons">
          {REASONS.map((one) => (
            <label key={one.reason} class="choice">
              <input
                type="radio"
                name={`reason-${turn.messageId}`}
                checked={reason === one.reason}
                onChange={() => setReason(one.reason)}
              />
              <span>{one.words}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <textarea
        rows={2}
        maxLength={4000}
        placeholder="What should it have said?"
        aria-label="What should it have said?"
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
      <div class="question-form-actions">
        <button type="submit" class="primary">
          Send
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            turn.voted.value = { status: "none" };
            focusNext(opener);
          }}
        >
          Cancel
        </button>
      </div>
    </form>
  );
}
