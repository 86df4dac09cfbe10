import type { Policy } from "./policy.ts";

/** A question to answer in a session. `messageId` is the client's UUID. */
export type TurnInput = {
  readonly policy: Policy;
  readonly sessionId: string;
  readonly messageId: string;
  readonly content: string;
};
