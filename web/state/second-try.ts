import { isRunning, type TurnView } from "./turn-view.ts";
import type { Turn } from "./turns.ts";

/**
 * The id under which a question is asked once more when the service died over it. Every tab derives the same one, and
 * the service takes the same id for the same question: it is asked once. Undefined for an id that is one already.
 */
export function secondTryId(messageId: string): string | undefined {
  const [, head, version, tail] = /^(.{14})([0-9a-f])(.{21})$/i.exec(messageId) ?? [];
  return version === undefined || version === SECOND ? undefined : `${head}${SECOND}${tail}`;
}

/** True for a question that the page asked once more by itself. */
export function isSecondTry(messageId: string): boolean {
  return messageId[14] === SECOND;
}

/** UUIDs of version 8 mean what their maker wants (RFC 9562, 5.8). */
const SECOND = "8";

/** True when the service died over the answer: nobody decided that there should be none. */
export function wasInterrupted(view: TurnView): boolean {
  return view.status === "failed" && view.failure.code === "interrupted" && view.failure.retryable;
}

/** The turns without those that were broken off and asked once more. */
export function withoutGivenUp(turns: readonly Turn[]): readonly Turn[] {
  const ids = new Set(turns.map(({ messageId }) => messageId));
  return turns.filter(({ messageId, view }) => {
    const second = secondTryId(messageId);
    const isAskedAgain = second !== undefined && ids.has(second);
    return !isAskedAgain || isRunning(view.peek()) || !wasInterrupted(view.peek());
  });
}
