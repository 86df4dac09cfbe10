import type { DoneEvent, ErrorEvent } from "../agent/events.ts";
import { type Failure, isRetryable, toWords } from "../agent/failure.ts";
import type { TurnStatus } from "../agent/store/turns.ts";

export type LastEvent = DoneEvent | ErrorEvent;

/** A turn that said more than the log holds. */
export const TOO_LONG: ErrorEvent = {
  type: "error",
  code: "too-large",
  message: "The answer grew too large and was stopped; ask about less at once",
  retryable: false,
};

/** A turn that is no longer there when its answer is ready. */
export const SUPERSEDED: ErrorEvent = {
  type: "error",
  code: "interrupted",
  message: "This question was deleted while it was being answered",
  retryable: false,
};

const NOT_KEPT =
  "This answer could not be saved: it will be missing from the conversation's history";

/** The failure as the event that ends a turn. */
export function toErrorEvent(failure: Failure): ErrorEvent {
  return {
    type: "error",
    code: failure.kind,
    message: toWords(failure),
    retryable: isRetryable(failure),
  };
}

/** What a turn's last event makes of the turn. */
export function toStatus(last: LastEvent): Exclude<TurnStatus, "running"> {
  if (last.type === "done") return "done";
  return last.code === "cancelled" ? "cancelled" : "failed";
}

/** The last event of a turn whose record could not be written: the answer stands, and says so. */
export function unrecorded(last: LastEvent): LastEvent {
  return last.type === "done" ? { ...last, warnings: [...last.warnings, NOT_KEPT] } : last;
}
