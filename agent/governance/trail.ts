import type { Policy } from "../policy.ts";
import type { Audit } from "../store/audit.ts";
import type { AuditEntry } from "../store/audit-record.ts";
import type { Redactor } from "./redact.ts";

/** What is told of one access; the rest of its entry is the turn's. */
export type Access = Pick<AuditEntry, "source" | "decision"> &
  Partial<Pick<AuditEntry, "rows" | "bytes">> & {
    readonly tables?: readonly string[];
    readonly columns?: readonly string[];
    readonly statement?: string;
    readonly reason?: string;
  };

/** The accesses of one turn on their way into the audit. */
export type Trail = {
  note(access: Access): void;
  /**
   * Returns once everything noted so far is stored.
   *
   * @throws {TurnError} when it cannot be stored: nothing of the turn may be told then.
   */
  flush(): Promise<void>;
};

export type TrailOf = {
  readonly policy: Policy;
  readonly sessionId: string;
  readonly messageId: string;
  readonly question: string;
  readonly redactor: Redactor;
};

const MAX_STATEMENT = 20_000;
const MAX_QUESTION = 1_000;

export function createTrail(
  audit: Pick<Audit, "append">,
  { policy, sessionId, messageId, question, redactor }: TrailOf,
  now: () => number = Date.now,
): Trail {
  const asked = redactor(question).slice(0, MAX_QUESTION);
  let waiting: AuditEntry[] = [];
  return {
    note: (access) => {
      const { source, decision, tables = [], columns = [], rows = 0, bytes = 0 } = access;
      const { statement, reason } = access;
      waiting.push({
        at: new Date(now()).toISOString(),
        user: policy.userId,
        role: policy.role,
        workspace: policy.workspace,
        session: sessionId,
        message: messageId,
        question: asked,
        source,
        decision,
        tables: [...tables],
        columns: [...columns],
        ...(statement !== undefined && {
          statement: redactor(statement).slice(0, MAX_STATEMENT),
        }),
        rows,
        bytes,
        ...(reason !== undefined && { reason: redactor(reason) }),
      });
    },
    flush: async () => {
      if (waiting.length === 0) return;
      const entries = waiting;
      waiting = [];
      await audit.append(policy.workspace, entries);
    },
  };
}
