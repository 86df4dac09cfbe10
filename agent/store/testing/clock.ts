/** A clock that tests move. */
export type Clock = { readonly now: () => number; advance(ms: number): void };

export function createClock(startMs = Date.parse("2025-01-06T09:00:00.000Z")): Clock {
  let current = startMs;
  return {
    now: () => current,
    advance: (ms) => {
      current += ms;
    },
  };
}
