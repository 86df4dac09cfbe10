/** How long a model may be silent. `signal` aborts with the one given, or with a `TimeoutError` after a silence. */
export type Patience = Disposable & {
  readonly signal: AbortSignal;
  /** Milliseconds until the silence has been too long. */
  readonly leftMs: () => number;
  /** True when the silence, or all of it, has been too long. */
  readonly isOver: () => boolean;
  /** It said something: the silence begins anew. */
  heard(): void;
};

/** At most `silenceMs` milliseconds between two words, and `wholeMs` in all, from now on. Dispose of it at the end. */
export function havePatience(
  signal: AbortSignal,
  { silenceMs, wholeMs }: { readonly silenceMs: number; readonly wholeMs: number },
): Patience {
  const over = new AbortController();
  const latestMs = performance.now() + wholeMs;
  const giveUp = () => over.abort(new DOMException("The model takes too long", "TimeoutError"));
  const nextMs = () => Math.min(performance.now() + silenceMs, latestMs);
  let endsAtMs = nextMs();
  let timer = setTimeout(giveUp, endsAtMs - performance.now());
  return {
    signal: AbortSignal.any([signal, over.signal]),
    leftMs: () => endsAtMs - performance.now(),
    isOver: () => over.signal.aborted,
    heard: () => {
      if (over.signal.aborted) return;
      endsAtMs = nextMs();
      clearTimeout(timer);
      timer = setTimeout(giveUp, endsAtMs - performance.now());
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
