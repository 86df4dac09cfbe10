import type { Documents } from "./documents.ts";

const HOUR_MS = 60 * 60 * 1000;

type PurgeOptions = {
  readonly report: (cause: unknown) => void;
  readonly everyMs?: number;
};

/** Removes the expired from storage again and again, until disposed of; the process may end meanwhile. A failure is reported, and the next time tried again. */
export function keepPurged(
  documents: Pick<Documents, "purge">,
  { report, everyMs = HOUR_MS }: PurgeOptions,
): Disposable {
  const timer = setInterval(() => void documents.purge().catch(report), everyMs).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
