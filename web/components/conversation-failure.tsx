import type { ApiError } from "../api/http.ts";
import { tryNow } from "../state/line.ts";
import { go } from "../state/router.ts";
import { Icon } from "./icon.tsx";

/** Why there is no conversation to show, and the way on. */
export function ConversationFailure({ failure }: { failure: ApiError }) {
  return (
    <section class="failure" role="alert">
      <Icon name={failure.retryable ? "thought" : "warning"} size={28} />
      <h1>{failure.retryable ? "One moment" : "This conversation cannot be opened"}</h1>
      <p>
        {failure.message.replace(/\.$/, "")}.{" "}
        {failure.retryable && "The page keeps trying and goes on by itself."}
      </p>
      {failure.retryable ? (
        <button type="button" class="quiet" onClick={tryNow}>
          Try now
        </button>
      ) : (
        <button type="button" class="primary" onClick={() => go("/")}>
          Start a new conversation
        </button>
      )}
    </section>
  );
}
