import { tell } from "../state/announce.ts";
import { submit } from "../state/conversation.ts";
import { sessionPath } from "../state/router.ts";
import type { TurnView } from "../state/turn-view.ts";
import type { Turn } from "../state/turns.ts";
import { toCopied } from "../text/copied.ts";
import { CopyButton } from "./copy-button.tsx";
import { IconButton } from "./icon-button.tsx";
import { lazy } from "./lazy.ts";
import { vote } from "./vote.ts";

const FeedbackForm = lazy(async () => (await import("./feedback-form.tsx")).FeedbackForm);

/** What can be done with an answer. */
export function Actions({ turn, view }: { turn: Turn; view: TurnView }) {
  const voted = turn.voted.value;
  const rating = voted.status === "sent" ? voted.rating : undefined;
  const address = () => `${location.origin}${sessionPath(turn.sessionId)}#m-${turn.messageId}`;
  return (
    <>
      <div class="actions" role="toolbar" aria-label="Answer">
        <CopyButton text={() => toCopied(view.answer, view.evidence)} label="Copy answer" />
        <LinkButton address={address} />
        <IconButton
          icon="redo"
          label="Ask again; this answer folds away"
          onClick={() => submit(turn.question)}
        />
        <span class="actions-gap" />
        <IconButton
          icon="up"
          label="Good answer"
          pressed={rating === "up"}
          onClick={() => void vote(turn, { rating: "up" })}
        />
        <IconButton
          icon="down"
          class="vote-down"
          label="Something is wrong"
          pressed={rating === "down" || voted.status === "asking"}
          onClick={() => {
            turn.voted.value = { status: "asking" };
          }}
        />
        {voted.status === "sent" && <span class="actions-words">Thank you</span>}
      </div>
      {voted.status === "asking" && <FeedbackForm turn={turn} />}
    </>
  );
}

function LinkButton({ address }: { address: () => string }) {
  const copy = async () => {
    history.replaceState(null, "", address());
    await navigator.clipboard.writeText(address()).then(
      () => tell("Link copied"),
      () => tell("The link is in the address bar"),
    );
  };
  return <IconButton icon="link" label="Copy link to this answer" onClick={() => void copy()} />;
}
