import type { Deps } from "../deps.ts";
import type { Policy } from "../policy.ts";
import { redactForms } from "./redact.ts";
import { written } from "./start-turn.ts";
import { type Access, createTrail } from "./trail.ts";

/** What a request without a question reads or changes of what is kept. */
export type Request = {
  readonly policy: Policy;
  /** Empty where it is about none. */
  readonly sessionId: string;
  readonly messageId: string;
  readonly access: Access;
};

/**
 * Returns once the access is in the audit.
 *
 * @throws {TurnError} `upstream` of the service `audit` when it cannot be written down: then nothing may be told.
 */
export async function noteRequest(
  { access, ...about }: Request,
  { audit, workspaces }: Pick<Deps, "audit" | "workspaces">,
  signal: AbortSignal,
): Promise<void> {
  const { governance } = workspaces.get(about.policy.workspace) ?? {};
  const redactor = governance?.redactor ?? redactForms;
  const trail = createTrail(audit, { ...about, question: "", redactor });
  trail.note(access);
  await written(trail, signal);
}
