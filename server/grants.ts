import type { Deps } from "../agent/deps.ts";
import { openFor } from "../agent/governance/open-for.ts";
import type { Policy } from "../agent/policy.ts";
import type { Session } from "../agent/store/sessions.ts";
import type { TurnRecord } from "../agent/store/turns.ts";
import type { UserExport } from "../agent/store/user-data.ts";

/** What is stored of a question: under which grant it was asked, and its words without personal data. */
export type StoredAs = { readonly content: string; readonly grant?: string };

/** Stands for what the policy's role may know; undefined where everything is everyone's. Throws as `openFor`. */
export function grantOf(deps: Deps, policy: Policy): string | undefined {
  const { governed, policy: own } = openFor(deps, policy);
  return governed && own.role;
}

/**
 * What is kept of a person as who asks may read it: of other grants only that it is there. `policyOf` is the policy of who
 * asks in each workspace.
 */
export function exportAsGranted(
  deps: Deps,
  kept: UserExport,
  policyOf: (workspace: string) => Policy,
): UserExport {
  const roleIn = (workspace: string) => roleFor(deps, policyOf(workspace));
  return {
    ...kept,
    workspaces: kept.workspaces.map(({ workspace, memories }) => {
      const role = roleIn(workspace);
      const own = Object.entries(memories).map(([list, entries]) => [
        list,
        entries.filter((entry) => role === undefined || entry["role"] === role),
      ]);
      return { workspace, memories: Object.fromEntries(own) };
    }),
    sessions: kept.sessions.map(({ session, turns }) => {
      const grant = roleIn(String(session["workspace"]));
      const own = turns.map((turn) => asGranted(turn, grant));
      const isOwn = own.every((turn, at) => turn === turns[at]);
      return { session: isOwn ? session : { ...session, title: OTHER_QUESTION }, turns: own };
    }),
  };
}

/** As `grantOf`; what no role of the workspace may read any more is under no grant at all. */
function roleFor(deps: Deps, policy: Policy): string | undefined {
  if (!deps.workspaces.get(policy.workspace)?.governance) return undefined;
  try {
    return grantOf(deps, policy);
  } catch {
    return ""; // The role is gone, or there is none for who brings none.
  }
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

/** What a conversation is called for who asks: one of another role has no name. */
export function titleFor(deps: Deps, policy: Policy, { title, role }: Session): string {
  const isGoverned = deps.workspaces.get(policy.workspace)?.governance !== undefined;
  return isGoverned && title !== "" && role !== policy.role ? OTHER_QUESTION : title;
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
