import type { Deps } from "../agent/deps.ts";
import { openFor } from "../agent/governance/open-for.ts";
import type { Policy } from "../agent/policy.ts";
import type { TurnRecord } from "../agent/store/turns.ts";

/** What is stored of a question: under which grant it was asked, and its words without personal data. */
export type StoredAs = { readonly content: string; readonly grant?: string };

/** Stands for what the policy's role may know; undefined where everything is everyone's. Throws as `openFor`. */
export function grantOf(deps: Deps, policy: Policy): string | undefined {
  const { governed, policy: own } = openFor(deps, policy);
  return governed && own.role;
}

/** The turn as the grant may read it: what was asked under another is there, and tells nothing. */
export function asGranted(record: TurnRecord, grant: string | undefined): TurnRecord {
  if (grant === undefined || record.grant === grant) return record;
  const { messageId } = record;
  return {
    ...record,
    content: OTHER_QUESTION,
    events: [
      { type: "content", delta: OTHER_ANSWER },
      {
        type: "done",
        message_id: messageId,
        suggested_followups: [],
        grade: "none",
        citations: [],
        usage: NOTHING,
        warnings: [],
      },
    ],
  };
}

const OTHER_QUESTION = "(asked under another role)";
const OTHER_ANSWER =
  "This was answered under another role, or under other rules, and is not shown now.";
const NOTHING = {
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
  warehouse_bytes: 0,
  first_token_ms: null,
  ms: 0,
};
