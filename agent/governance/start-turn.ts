import type { Deps } from "../deps.ts";
import { TurnError } from "../failure.ts";
import type { Policy } from "../policy.ts";
import { untilAborted } from "../until-aborted.ts";
import { openFor } from "./open-for.ts";
import { redactForms } from "./redact.ts";
import { createTrail, type Trail } from "./trail.ts";

/** A turn as governance lets it begin. */
export type GovernedTurn = {
  /** The question without what the role may not know. */
  readonly content: string;
  readonly trail: Trail;
  /** Stands for what the role may know: messages that carry another are not for it. Undefined where everything is everyone's. */
  readonly grant: string | undefined;
};

type Asking = {
  readonly policy: Policy;
  readonly sessionId: string;
  readonly messageId: string;
  readonly content: string;
};

/**
 * Notes the question, and cleans it for the role.
 *
 * @throws {TurnError} `not-found` or `denied` when the workspace or role is not to be had; the refusal is noted too.
 */
export async function startTurn(
  { policy, sessionId, messageId, content }: Asking,
  deps: Pick<Deps, "workspaces" | "audit">,
): Promise<GovernedTurn> {
  const governance = deps.workspaces.get(policy.workspace)?.governance;
  const redactor = governance?.redactor ?? redactForms;
  const about = { sessionId, messageId, question: content, redactor };
  try {
    const { governed, policy: resolved } = openFor(deps, policy);
    const role = governed?.view.role.name ?? policy.role;
    const trail = createTrail(deps.audit, { ...about, policy: { ...policy, role } });
    trail.note({ source: "turn", decision: "allowed" });
    return {
      content: governed ? governed.view.redactor(content) : content,
      trail,
      grant: governed && resolved.role,
    };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : "";
    const trail = createTrail(deps.audit, { ...about, policy });
    trail.note({ source: "turn", decision: "refused", reason });
    if (deps.workspaces.has(policy.workspace)) await written(trail, AbortSignal.timeout(2_000));
    throw thrown;
  }
}

/** @throws {TurnError} `upstream` of the service `audit` when what was read cannot be written down. */
export async function written(trail: Trail, signal: AbortSignal): Promise<void> {
  try {
    await untilAborted(trail.flush(), signal);
  } catch (cause) {
    signal.throwIfAborted();
    const failure = { kind: "upstream", service: AUDIT, retryable: true } as const;
    throw new TurnError(failure, { cause });
  }
}

const AUDIT = "audit";

/** True for what `written` throws: nothing of the turn may be told then. */
export function isUnwritten(thrown: unknown): boolean {
  return (
    thrown instanceof TurnError &&
    thrown.failure.kind === "upstream" &&
    thrown.failure.service === AUDIT
  );
}
