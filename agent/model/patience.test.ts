import { havePatience } from "./patience.ts";

const { signal } = new AbortController();

describe("havePatience()", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is over after a silence", () => {
    using patience = havePatience(signal, { silenceMs: 100, wholeMs: 1000 });
    vi.advanceTimersByTime(99);
    expect([patience.isOver(), patience.leftMs()]).toEqual([false, 1]);
    vi.advanceTimersByTime(1);
    expect(patience.isOver()).toBe(true);
    expect(patience.signal.reason).toMatchObject({ name: "TimeoutError" });
  });

  test("begins anew with each word, until all of it has been too long", () => {
    using patience = havePatience(signal, { silenceMs: 100, wholeMs: 250 });
    for (let word = 0; word < 4; word += 1) {
      vi.advanceTimersByTime(60);
      patience.heard();
      expect(patience.isOver()).toBe(false);
    }
    vi.advanceTimersByTime(10);
    expect(patience.isOver()).toBe(true);
  });

  test("ends with the signal that it was given, and is not over then", () => {
    const stop = new AbortController();
    using patience = havePatience(stop.signal, { silenceMs: 100, wholeMs: 1000 });
    stop.abort(new Error("enough"));
    expect(patience.signal.reason).toMatchObject({ message: "enough" });
    expect(patience.isOver()).toBe(false);
  });

  test("leaves no timer behind", () => {
    {
      using _ = havePatience(signal, { silenceMs: 100, wholeMs: 1000 });
    }
    expect(vi.getTimerCount()).toBe(0);
  });
});
