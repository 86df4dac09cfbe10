import { setTimeout as sleep } from "node:timers/promises";
import { TurnError } from "../failure.ts";

/** gRPC's codes for a write that was refused because of its precondition: not found, already exists, failed precondition. */
const REFUSED: readonly number[] = [5, 6, 9];

/**
 * What the client answers. It goes on trying for minutes when the service is away; a person does not wait that long.
 *
 * @throws {TurnError} `upstream`, when the client fails or has not answered after `timeoutMs`.
 */
export async function call<T>(work: () => Promise<T>, timeoutMs: number): Promise<T> {
  try {
    return await within(work(), timeoutMs);
  } catch (cause) {
    throw isGrpc(cause) ? toUpstream(cause) : cause;
  }
}

/** As `call`; false when a precondition of the write does not hold. */
export async function callWrite(work: () => Promise<unknown>, timeoutMs: number): Promise<boolean> {
  try {
    await within(work(), timeoutMs);
    return true;
  } catch (cause) {
    if (!isGrpc(cause)) throw cause;
    if (REFUSED.includes(cause.code)) return false;
    throw toUpstream(cause);
  }
}

async function within<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  const timer = new AbortController();
  const tooLate = sleep(timeoutMs, undefined, { signal: timer.signal }).then(() => {
    throw toUpstream(new Error(`No answer within ${timeoutMs} ms`));
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    // Ends the timer; the race has taken care of what it then throws.
    timer.abort();
  }
}

function toUpstream(cause: Error): TurnError {
  return new TurnError({ kind: "upstream", service: "store", retryable: true }, { cause });
}

function isGrpc(thrown: unknown): thrown is Error & { readonly code: number } {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "number";
}
