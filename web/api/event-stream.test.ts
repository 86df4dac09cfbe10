import { collect } from "../testing/collect.ts";
import { readFrames } from "./event-stream.ts";

const encoder = new TextEncoder();

function response(...chunks: readonly (string | Uint8Array)[]): Response {
  return new Response(
    new ReadableStream({
      start: (controller) => {
        for (const chunk of chunks) {
          controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
        }
        controller.close();
      },
    }),
  );
}

describe("readFrames()", () => {
  it("reads events with their numbers, wherever the line was cut into chunks", async () => {
    const text =
      'id: m:1\nevent: content\ndata: {"delta":"é🔴"}\n\n: alive\n\nid: m:2\nevent: content\ndata: {"delta":"b"}\n\n';
    const bytes = encoder.encode(text);
    const frames = await collect(
      readFrames(response(...Array.from(bytes, (_, at) => bytes.slice(at, at + 1)))),
    );
    expect(frames).toEqual([
      { id: "m:1", n: 1, event: { type: "content", delta: "é🔴" } },
      { id: "m:2", n: 2, event: { type: "content", delta: "b" } },
    ]);
  });

  it("passes over kinds it does not know and data that is no JSON", async () => {
    const text =
      'event: chart\ndata: {}\n\nevent: content\ndata: {"del\n\nevent: content\ndata: {"delta":"a"}\n\n';
    const frames = await collect(readFrames(response(text)));
    expect(frames).toEqual([{ id: "", n: undefined, event: { type: "content", delta: "a" } }]);
  });

  it("takes the kind from the event's name, not from its data", async () => {
    const text = 'event: content\ndata: {"type":"done","delta":"a"}\n\n';
    const [frame] = await collect(readFrames(response(text)));
    expect(frame?.event.type).toBe("content");
  });

  it("takes silence for a lost line", async () => {
    const silent = new Response(new ReadableStream());
    await expect(readFrames(silent, 5).next()).rejects.toMatchObject({ code: "offline" });
  });

  it("takes a broken line for a lost one", async () => {
    const broken = new Response(
      new ReadableStream({ start: (controller) => controller.error(new TypeError("reset")) }),
    );
    await expect(readFrames(broken).next()).rejects.toMatchObject({ code: "offline" });
  });
});
