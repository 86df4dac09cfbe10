import { describe, expect, it } from "vitest";
import type { TurnEvent } from "../agent/events.ts";
import { createTurnLog, type NumberedEvent, replay } from "./turn-log.ts";

const text = (delta: string): TurnEvent => ({ type: "content", delta });
const END: TurnEvent = { type: "error", code: "internal", message: "End", retryable: true };
const never = new AbortController().signal;

async function all(events: AsyncIterable<NumberedEvent>): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { n } of events) numbers.push(n);
  return numbers;
}

describe("createTurnLog()", () => {
  it("gives each reader every event once, whether it comes before, during or after", async () => {
    const log = createTurnLog(1_000);
    const early = all(log.follow(0, never));
    log.append(text("a"));
    log.append(text("b"));
    const middle = all(log.follow(1, never));
    await Promise.resolve();
    log.end(END);
    expect(await early).toEqual([1, 2, 3]);
    expect(await middle).toEqual([2, 3]);
    expect(await all(log.follow(2, never))).toEqual([3]);
    expect(await all(log.follow(3, never))).toEqual([]);
  });

  it("does not wait for a reader who does not read", async () => {
    const log = createTurnLog(10_000);
    const slow = log.follow(0, never)[Symbol.asyncIterator]();
    const first = slow.next();
    for (let i = 0; i < 50; i += 1) expect(log.append(text("x"))).toBe(true);
    log.end(END);
    expect(await first).toMatchObject({ value: { n: 1 } });
    expect(await all(log.follow(0, never))).toHaveLength(51);
  });

  it("lets a reader go when its signal aborts", async () => {
    const log = createTurnLog(1_000);
    const gone = new AbortController();
    const reading = all(log.follow(0, gone.signal));
    log.append(text("a"));
    await new Promise((resolve) => setImmediate(resolve));
    gone.abort();
    expect(await reading).toEqual([1]);
  });

  it("is full after its measure of characters and still takes the end", async () => {
    const log = createTurnLog(100);
    expect(log.append(text("short"))).toBe(true);
    expect(log.append(text("x".repeat(100)))).toBe(false);
    log.end(END);
    expect(await all(log.follow(0, never))).toEqual([1, 2]);
  });
});

describe("replay()", () => {
  it("gives the end again to a reader who has seen more than there is", () => {
    expect([...replay([text("a"), END], 7)].map(({ n }) => n)).toEqual([2]);
    expect([...replay([text("a"), END], 2)]).toEqual([]);
  });

  it("gives the end to whoever has seen anything of a turn that was interrupted", () => {
    const cut: TurnEvent = { type: "error", code: "interrupted", message: "Cut", retryable: true };
    const seen = [0, 1, 2].map((after) => [...replay([cut], after)].map(({ n }) => n));
    expect(seen).toEqual([[1], [1], [1]]);
  });
});
