const hurry = new EventTarget();

/** Tries every lost line now. */
export function tryNow(): void {
  hurry.dispatchEvent(new Event("now"));
}

/** Resolves after `ms`; sooner when the network or the page comes back, on `tryNow`, or when `signal` aborts. */
export function waitForLine(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = () => {
      over.abort();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms);
    const once = { once: true, signal: over.signal };
    hurry.addEventListener("now", end, once);
    window.addEventListener("online", end, once);
    document.addEventListener("visibilitychange", () => !document.hidden && end(), {
      signal: over.signal,
    });
    signal.addEventListener("abort", end, once);
    if (signal.aborted) end();
  });
}
