/** How long a model may be silent. `signal` aborts with the one given, or with a `TimeoutError` after a silence. */
export type Patience = Disposable & {
  readonly signal: AbortSignal;
  /** Milliseconds until the silence has been too long. */
  readonly leftMs: () => number;
  /** True when the silence has been too long. */
  readonly isOver: () => boolean;
  /** It said something: the silence begins anew. */
  heard(): void;
};

/** Patience of `ms` milliseconds, from now on. Dispose of it once the model has ended. */
export function havePatience(signal: AbortSignal, ms: number): Patience {
  const silence = new AbortController();
  let endsAtMs = performance.now() + ms;
  const timer = setTimeout(
    () => silence.abort(new DOMException("The model is silent", "TimeoutError")),
    ms,
  );
  return {
    signal: AbortSignal.any([signal, silence.signal]),
    leftMs: () => endsAtMs - performance.now(),
    isOver: () => silence.signal.aborted,
    heard: () => {
      endsAtMs = performance.now() + ms;
      timer.refresh();
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
