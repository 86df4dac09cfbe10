import { untilAborted, withDeadline } from "./until-aborted.ts";

const never = new Promise<never>(() => {});

describe("untilAborted()", () => {
  test("gives what the work gives", async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(5), signal)).toBe(5);
    await expect(untilAborted(Promise.reject(new Error("broken")), signal)).rejects.toThrow(
      "broken",
    );
  });

  test("throws the signal's reason, then and there", async () => {
    const stop = new AbortController();
    const left = untilAborted(never, stop.signal);
    stop.abort(new Error("enough"));
    await expect(left).rejects.toThrow("enough");
    await expect(untilAborted(never, stop.signal)).rejects.toThrow("enough");
  });

  test("leaves nothing behind when the work breaks after all", async () => {
    const stop = new AbortController();
    let breakWork = (_: Error) => {};
    const work = new Promise<never>((_, reject) => {
      breakWork = reject;
    });
    const left = untilAborted(work, stop.signal);
    stop.abort(new Error("enough"));
    await expect(left).rejects.toThrow("enough");
    // An unhandled rejection would fail the run.
    breakWork(new Error("too late"));
    await new Promise(setImmediate);
  });

  test("takes its listener off the signal", async () => {
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, "removeEventListener");
    await untilAborted(Promise.resolve(), signal);
    expect(remove).toHaveBeenCalledOnce();
  });
});

describe("withDeadline()", () => {
  test("aborts with the signal, or by itself", async () => {
    const stop = new AbortController();
    const first = withDeadline(stop.signal, 60_000);
    stop.abort(new Error("enough"));
    expect(first.reason).toEqual(new Error("enough"));
    await expect(
      untilAborted(never, withDeadline(new AbortController().signal, 1)),
    ).rejects.toMatchObject({ name: "TimeoutError" });
  });
});
