import type { ClosedWorkspace, Deps } from "../agent/deps.ts";
import { RefusedError } from "./http-error.ts";
import { pause } from "./until-overdue.ts";

type Waiting = Pick<Deps, "closed" | "settled">;

/** A question has half a minute; what is not open by then is told. */
const WAIT_MS = 25_000;

/**
 * Waits for a workspace that is being opened; at once for any other.
 *
 * @throws {RefusedError} `unavailable`, in words, for one that could not be opened or takes longer than a question may.
 */
export async function whenOpen(deps: Waiting, name: string, waitMs = WAIT_MS): Promise<void> {
  if (!deps.closed?.has(name)) return;
  const over = new AbortController();
  const opened = deps.settled?.(name).then(() => over.abort());
  await Promise.race([opened, pause(waitMs, over.signal)]);
  const left = deps.closed.get(name);
  if (left) throw new RefusedError({ kind: "unavailable", message: closedWords(left) });
}

/** As `whenOpen`, for all that are being opened. */
export async function whenAllOpen(deps: Waiting): Promise<void> {
  await Promise.all([...(deps.closed?.keys() ?? [])].map((name) => whenOpen(deps, name)));
}

/** What a person is told of a workspace that cannot be asked about. */
export function closedWords({ title, state }: ClosedWorkspace): string {
  return state === "opening"
    ? `${title} is still being opened: its data are being made ready; try again in a moment`
    : `${title} cannot be asked about at the moment: it could not be opened, and is tried again; the service's log says why`;
}
