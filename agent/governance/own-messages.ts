import type { BaseMessage } from "@langchain/core/messages";

/** What a question carries of the grant that it was asked under. */
export function tagged(grant: string | undefined) {
  return grant === undefined ? {} : { additional_kwargs: { grant } };
}

/**
 * The messages of turns that were asked under this grant, and the running turn's: what another role was told is not for
 * this one to lean on. Without a grant all of them.
 */
export function ownMessages(
  messages: readonly BaseMessage[],
  grant: string | undefined,
): readonly BaseMessage[] {
  if (grant === undefined) return messages;
  const current = messages.findLastIndex((message) => message.getType() === "human");
  let isOwn = false;
  return messages.filter((message, i) => {
    if (message.getType() === "human") {
      isOwn = i === current || message.additional_kwargs["grant"] === grant;
    }
    return isOwn;
  });
}
