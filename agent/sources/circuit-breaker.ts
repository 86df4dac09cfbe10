export type Breaker = {
  /** False while the service rests; true again for one call when the rest is over. */
  allows(): boolean;
  succeeded(): void;
  failed(): void;
};

export type BreakerOptions = {
  /** Failures in a row after which the service rests. */
  readonly failures: number;
  readonly restMs: number;
  readonly nowMs: () => number;
};

/** Spares a service that does not answer, and whoever would wait for it. */
export function createBreaker({ failures, restMs, nowMs }: BreakerOptions): Breaker {
  let inRow = 0;
  let restsUntilMs = 0;
  return {
    allows: () => {
      if (inRow < failures) return true;
      if (nowMs() < restsUntilMs) return false;
      // One call tries; the others go on waiting until it has come back.
      restsUntilMs = nowMs() + restMs;
      return true;
    },
    succeeded: () => {
      inRow = 0;
    },
    failed: () => {
      inRow += 1;
      if (inRow >= failures) restsUntilMs = nowMs() + restMs;
    },
  };
}
