import type { BaseMessage } from "@langchain/core/messages";
import { checkpointPath } from "./checkpoint-layout.ts";
import type { createCheckpoints } from "./checkpoints.ts";
import type { Documents } from "./documents.ts";

type Kept = {
  readonly documents: Pick<Documents, "deleteTree">;
  readonly checkpoints: Pick<ReturnType<typeof createCheckpoints>, "getTuple">;
};

/**
 * Takes a turn back out of its conversation: removes the newest checkpoint when that turn wrote it. For a turn whose process died after
 * its checkpoint and before its end: the question will be asked again, and must not be there twice.
 */
export async function forgetTurn(
  { documents, checkpoints }: Kept,
  { sessionId, messageId }: { readonly sessionId: string; readonly messageId: string },
): Promise<void> {
  const newest = await checkpoints.getTuple({ configurable: { thread_id: sessionId } });
  const messages: unknown = newest?.checkpoint.channel_values["messages"];
  if (!newest || !Array.isArray(messages) || lastQuestion(messages) !== messageId) return;
  const address = { thread: sessionId, namespace: "", id: newest.checkpoint.id };
  await documents.deleteTree(checkpointPath(address));
}

/** A question's id is the id of its turn. */
function lastQuestion(messages: readonly BaseMessage[]): string | undefined {
  return messages.findLast((message) => message.getType() === "human")?.id;
}
