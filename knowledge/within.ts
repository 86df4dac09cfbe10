/**
 * What work gives that cannot be stopped.
 *
 * @throws the reason of `signal` when that aborts; a `TimeoutError` after `ms` milliseconds; what the work throws.
 */
export async function within<T>(
  work: () => Promise<T>,
  { ms, signal }: { ms: number; signal: AbortSignal },
): Promise<T> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
  either.throwIfAborted();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(either.reason);
  });
  either.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work(), stopped]);
  } finally {
    either.removeEventListener("abort", stop);
  }
}
