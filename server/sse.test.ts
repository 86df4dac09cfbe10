import { describe, expect, it } from "vitest";
import { parseLastEventId, sseResponse, toSse } from "./sse.ts";

describe("toSse()", () => {
  it("writes id, type and the rest as one line of JSON", () => {
    const event = { type: "content", delta: "two\nlines" } as const;
    expect(toSse("m", { n: 3, event })).toBe(
      'id: m:3\nevent: content\ndata: {"delta":"two\\nlines"}\n\n',
    );
  });
});

describe("parseLastEventId()", () => {
  it("counts what was seen and knows ids of other messages", () => {
    expect(parseLastEventId("m", undefined)).toBe(0);
    expect(parseLastEventId("m", "m:12")).toBe(12);
    for (const id of ["n:1", "m", "m:", "m:-1", "m:1.5", "m:99999999999"]) {
      expect(parseLastEventId("m", id), id).toBeUndefined();
    }
  });
});

describe("sseResponse()", () => {
  it("sends text as it comes, under headers that no proxy buffers", async () => {
    const response = sseResponse(async function* () {
      yield "one";
      yield "two";
    });
    expect(await response.text()).toBe("onetwo");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
  });

  it("sends a comment while nothing comes, and loses nothing by it", async () => {
    const response = sseResponse(async function* () {
      yield "one";
      await new Promise((resolve) => setTimeout(resolve, 60));
      yield "two";
    }, 10);
    expect(await response.text()).toMatch(/^one(: alive\n\n)+two$/);
  });

  it("tells its source when the reader goes away", async () => {
    let signal: AbortSignal | undefined;
    const response = sseResponse(async function* (gone) {
      signal = gone;
      yield "one";
      await new Promise(() => {});
    });
    const reader = response.body?.getReader();
    await reader?.read();
    expect(signal?.aborted).toBe(false);
    await reader?.cancel();
    expect(signal?.aborted).toBe(true);
  });
});
