import { keepPurged } from "./keep-purged.ts";
import { createClock } from "./testing/clock.ts";
import { openTemporary } from "./testing/open-temporary.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("keepPurged()", () => {
  it("removes what has expired every hour, until it is disposed of", async () => {
    const clock = createClock();
    await using documents = await openTemporary({ now: clock.now });
    const put = (id: string) =>
      documents.commit([{ kind: "put", path: ["a", id], fields: {}, expireAtMs: clock.now() + 1 }]);
    await put("1");
    clock.advance(1);
    const purging = keepPurged(documents, { report: (cause) => expect.unreachable(String(cause)) });
    await vi.advanceTimersByTimeAsync(60 * 60 * 1000);
    expect(await documents.purge()).toBe(0);
    purging[Symbol.dispose]();
    await put("2");
    clock.advance(1);
    await vi.advanceTimersByTimeAsync(2 * 60 * 60 * 1000);
    expect(await documents.purge()).toBe(1);
  });

  it("reports a failure and tries again", async () => {
    const full = new Error("disk full");
    const purge = vi.fn().mockRejectedValueOnce(full).mockResolvedValue(0);
    const report = vi.fn();
    using _ = keepPurged({ purge }, { report, everyMs: 10 });
    await vi.advanceTimersByTimeAsync(25);
    expect(purge).toHaveBeenCalledTimes(2);
    expect(report.mock.calls).toEqual([[full]]);
  });
});
