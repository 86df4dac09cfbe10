import { createBreaker } from "./circuit-breaker.ts";

function breaker() {
  const clock = { ms: 0 };
  return { clock, breaker: createBreaker({ failures: 3, restMs: 100, nowMs: () => clock.ms }) };
}

test("createBreaker() lets calls through until failures in a row, and one again after the rest", () => {
  const { clock, breaker: it } = breaker();
  it.failed();
  it.failed();
  expect(it.allows()).toBe(true);
  it.failed();
  expect(it.allows()).toBe(false);
  clock.ms = 101;
  expect([it.allows(), it.allows()]).toEqual([true, false]);
  it.succeeded();
  expect([it.allows(), it.allows()]).toEqual([true, true]);
});

test("createBreaker() counts failures in a row only", () => {
  const { breaker: it } = breaker();
  it.failed();
  it.failed();
  it.succeeded();
  it.failed();
  it.failed();
  expect(it.allows()).toBe(true);
});
