import { sendFeedback, type Vote } from "../api/routes.ts";
import { announce, tell } from "../state/announce.ts";
import type { Turn } from "../state/turns.ts";

/** Sends what a person thinks of the answer. Shown at once, taken back when it could not be sent. Never throws. */
export async function vote(
  turn: Turn,
  { rating, reason, comment }: Pick<Vote, "rating" | "reason" | "comment">,
): Promise<void> {
  turn.voted.value = { status: "sent", rating };
  announce("Thank you");
  try {
    const { messageId, userId } = turn;
    await sendFeedback({ messageId, userId, rating, reason, comment });
  } catch {
    turn.voted.value = { status: "none" };
    tell("Your feedback could not be sent");
  }
}
