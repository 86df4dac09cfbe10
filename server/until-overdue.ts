/**
 * The items of `source`, until `graceMs` after `signal` aborts: what does not stop when told to is left behind,
 * so that nothing waits for it. Throws what `source` throws.
 */
export async function* untilOverdue<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
  graceMs: number,
): AsyncIterable<T> {
  const iterator = source[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<undefined>((resolve) => {
    const arm = () => {
      timer = setTimeout(resolve, graceMs, undefined);
    };
    if (signal.aborted) arm();
    else signal.addEventListener("abort", arm, { once: true });
  });
  try {
    while (true) {
      const next = await Promise.race([iterator.next(), overdue]);
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
    // Not awaited: a source that hangs would hang here too.
    iterator.return?.()?.catch(() => {
      // What it throws while it is put away concerns nobody any more.
    });
  }
}

/** Resolves after `ms`, or at once when `signal` aborts. Never throws. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}
