import { TurnError } from "../failure.ts";
import { untilAborted } from "../until-aborted.ts";

/** Tries of one call to a model service, the first included. */
const MAX_TRIES = 4;
/** The first wait, before it is drawn from half to one and a half; each further one is twice as long. */
const FIRST_WAIT_MS = 250;

export type Retrying = {
  readonly signal: AbortSignal;
  /** Milliseconds that are left for all of it: what would take longer is not waited for. */
  readonly leftMs: () => number;
};

/**
 * What `attempt` gives; tried again while the service says that this may help, after the wait that it asks for.
 *
 * @throws what `attempt` threw last; the reason of `signal` when that aborts.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { signal, leftMs }: Retrying,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      signal.throwIfAborted();
      const waitMs = waitBefore(tries + 1, thrown);
      if (waitMs === undefined || waitMs >= leftMs()) throw thrown;
      await pause(waitMs, signal);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await untilAborted(over, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Undefined when trying again does not help. The jitter keeps many askers from coming back at once. */
function waitBefore(nextTry: number, thrown: unknown): number | undefined {
  const failure = thrown instanceof TurnError ? thrown.failure : undefined;
  if (failure?.kind !== "upstream" || !failure.retryable || nextTry > MAX_TRIES) return undefined;
  const jittered = FIRST_WAIT_MS * 2 ** (nextTry - 2) * (0.5 + Math.random());
  return Math.max(jittered, failure.retryAfterMs ?? 0);
}
