import { TurnError } from "../failure.ts";
import { withRetries } from "./retry.ts";

function upstream(more: { retryable: boolean; retryAfterMs?: number }) {
  return new TurnError({ kind: "upstream", service: "language model", ...more });
}

/** Fails with each error in turn, then gives `done`. */
function failing(...errors: readonly Error[]) {
  let tries = 0;
  const attempt = async () => {
    const error = errors[tries];
    tries += 1;
    if (error) throw error;
    return "done";
  };
  return { attempt, tries: () => tries };
}

const AGAIN = upstream({ retryable: true });
const { signal } = new AbortController();
const plenty = { signal, leftMs: () => 60_000 };

describe("withRetries()", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Lets all waits pass; how long they were in milliseconds. */
  async function outcome(work: Promise<unknown>) {
    const started = Date.now();
    const settled = work.then(
      (value) => ({ value, ms: Date.now() - started }),
      (error: unknown) => ({ error, ms: Date.now() - started }),
    );
    await vi.runAllTimersAsync();
    return settled;
  }

  test("tries again after waits that grow", async () => {
    const { attempt, tries } = failing(AGAIN, AGAIN, AGAIN);
    const { ms, ...rest } = await outcome(withRetries(attempt, plenty));
    expect(rest).toEqual({ value: "done" });
    expect(tries()).toBe(4);
    expect(ms).toBeGreaterThanOrEqual(0.5 * 1750);
    expect(ms).toBeLessThanOrEqual(1.5 * 1750);
  });

  test("gives up after four tries", async () => {
    const { attempt, tries } = failing(AGAIN, AGAIN, AGAIN, AGAIN, AGAIN);
    expect(await outcome(withRetries(attempt, plenty))).toMatchObject({ error: AGAIN });
    expect(tries()).toBe(4);
  });

  test("waits as long as it is asked to", async () => {
    const { attempt } = failing(upstream({ retryable: true, retryAfterMs: 5000 }));
    const { ms } = await outcome(withRetries(attempt, plenty));
    expect(ms).toBe(5000);
  });

  test("gives up at once when there is no time for that", async () => {
    const later = upstream({ retryable: true, retryAfterMs: 60_000 });
    const { attempt, tries } = failing(later);
    const asked = withRetries(attempt, { signal, leftMs: () => 20_000 });
    expect(await outcome(asked)).toEqual({ error: later, ms: 0 });
    expect(tries()).toBe(1);
  });

  test.each([upstream({ retryable: false }), new Error("a bug of ours")])(
    "does not try %s again",
    async (error) => {
      const { attempt, tries } = failing(error);
      expect(await outcome(withRetries(attempt, plenty))).toEqual({ error, ms: 0 });
      expect(tries()).toBe(1);
    },
  );

  test("ends a wait when it is stopped", async () => {
    const stop = new AbortController();
    const { attempt, tries } = failing(upstream({ retryable: true, retryAfterMs: 5000 }));
    setTimeout(() => stop.abort(new Error("enough")), 1000);
    const asked = withRetries(attempt, { ...plenty, signal: stop.signal });
    await expect(outcome(asked)).resolves.toMatchObject({ error: { message: "enough" } });
    expect(tries()).toBe(1);
  });
});
