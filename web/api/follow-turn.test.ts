import type { TurnEvent } from "../../agent/events.ts";
import { collect } from "../testing/collect.ts";
import { followTurn, type TurnLine } from "./follow-turn.ts";
import { ApiError, offline } from "./http.ts";

type Step = "drop" | "end" | ApiError | readonly (readonly [n: number, event: TurnEvent])[];

const text = (delta: string): TurnEvent => ({ type: "content", delta });
const DONE = { type: "done" } as TurnEvent;
const notFound = new ApiError({
  code: "not-found",
  message: "Not here",
  retryable: false,
  status: 404,
});
const starting = new ApiError({ code: "starting", message: "Soon", retryable: true, status: 503 });
const gone = new ApiError({ code: "gone", message: "Ended", retryable: false, status: 410 });

/** A line that plays one step a connection: events and then a break, or a refusal. */
function createLine(steps: readonly Step[]) {
  const calls: string[] = [];
  const waits: number[] = [];
  const queue = [...steps];
  const connect = (call: string): Response => {
    calls.push(call);
    const step = queue.shift() ?? "end";
    if (step === "drop") throw offline();
    if (step instanceof ApiError) throw step;
    if (step === "end") return new Response("");
    return new Response(
      step
        .map(
          ([n, { type, ...data }]) =>
            `id: m:${n}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`,
        )
        .join(""),
    );
  };
  const line: TurnLine = {
    ask: async () => connect("ask"),
    attach: async (_, lastEventId) => connect(`attach ${lastEventId ?? "from the start"}`),
    wait: async (ms) => {
      waits.push(ms);
    },
  };
  return { line, calls, waits };
}

async function follow(steps: readonly Step[], start: "ask" | "attach" = "ask") {
  const { line, calls, waits } = createLine(steps);
  const all = await collect(followTurn(line, start, new AbortController().signal));
  const events = all.flatMap((one) => (one.kind === "event" ? [one.event] : []));
  return { calls, waits, events, kinds: all.map(({ kind }) => kind) };
}

describe("followTurn()", () => {
  it("gives the events of an unbroken line and ends", async () => {
    const { events, calls, kinds } = await follow([
      [
        [1, text("a")],
        [2, DONE],
      ],
    ]);
    expect(events).toEqual([text("a"), DONE]);
    expect(calls).toEqual(["ask"]);
    expect(kinds).toEqual(["connected", "event", "event"]);
  });

  it("goes on after the last event it saw when the line breaks", async () => {
    const { events, calls, kinds } = await follow([
      [[1, text("a")]],
      [
        [2, text("b")],
        [3, DONE],
      ],
    ]);
    expect(events).toEqual([text("a"), text("b"), DONE]);
    expect(calls).toEqual(["ask", "attach m:1"]);
    expect(kinds).toEqual(["connected", "event", "lost", "connected", "event", "event"]);
  });

  it("shows nothing twice when the service repeats itself", async () => {
    const { events } = await follow([
      [[1, text("a")]],
      [
        [1, text("a")],
        [2, text("b")],
        [3, DONE],
      ],
    ]);
    expect(events).toEqual([text("a"), text("b"), DONE]);
  });

  it("takes the end of a turn that was cut short, though its number is old", async () => {
    const error = { type: "error", code: "internal", message: "x", retryable: true } as TurnEvent;
    const { events } = await follow([
      [
        [1, text("a")],
        [2, text("b")],
      ],
      [[1, error]],
    ]);
    expect(events.at(-1)).toEqual(error);
  });

  it("asks again under the same id when the question never arrived", async () => {
    const { events, calls } = await follow(["drop", notFound, [[1, DONE]]]);
    expect(calls).toEqual(["ask", "attach from the start", "ask"]);
    expect(events).toEqual([DONE]);
  });

  it("waits longer and longer, at most five seconds, and starts over once something comes", async () => {
    const drops = Array<Step>(7).fill("drop");
    const { waits } = await follow([...drops, [[1, text("a")]], [[2, DONE]]]);
    expect(waits).toEqual([500, 1000, 2000, 4000, 5000, 5000, 5000, 500]);
  });

  it("outlasts a service that is starting", async () => {
    const { events } = await follow([starting, starting, [[1, DONE]]]);
    expect(events).toEqual([DONE]);
  });

  it("ends with the service's words when it refuses", async () => {
    const { events, calls } = await follow([gone]);
    expect(calls).toEqual(["ask"]);
    expect(events).toEqual([{ type: "error", code: "gone", message: "Ended", retryable: false }]);
  });

  it("attaches again when the service fails over an answer that was begun, but not for ever", async () => {
    const failing = new ApiError({ code: "internal", message: "Oh", retryable: true, status: 500 });
    const begun: Step = [[1, text("a")]];
    const { events, calls } = await follow([begun, failing, failing, [[2, DONE]]]);
    expect(events).toEqual([text("a"), DONE]);
    expect(calls).toEqual(["ask", "attach m:1", "attach m:1", "attach m:1"]);
    const broken = await follow([begun, ...Array<Step>(20).fill(failing)]);
    expect(broken.calls).toHaveLength(7);
    expect(broken.events.at(-1)).toMatchObject({ type: "error", message: "Oh" });
    expect((await follow([failing])).calls).toEqual(["ask"]);
  });

  it("asks again after a while when there were too many questions", async () => {
    const many = new ApiError({ code: "busy", message: "Wait", retryable: true, status: 429 });
    const { calls, events } = await follow([many, many, [[1, DONE]]]);
    expect(calls).toEqual(["ask", "ask", "ask"]);
    expect(events).toEqual([DONE]);
  });

  it("ends when the turn to attach to is not there", async () => {
    const { events } = await follow([notFound], "attach");
    expect(events).toMatchObject([{ type: "error", code: "not-found" }]);
  });

  it("gives up on a service that answers but never goes on", async () => {
    const { events, calls } = await follow(Array<Step>(20).fill("end"));
    expect(calls).toHaveLength(6);
    expect(events).toMatchObject([{ type: "error", retryable: true }]);
  });

  it("just ends when it is left", async () => {
    const left = new AbortController();
    const { line } = createLine(["drop"]);
    const wait = async () => left.abort();
    const all = await collect(followTurn({ ...line, wait }, "ask", left.signal));
    expect(all.map(({ kind }) => kind)).toEqual(["lost"]);
  });
});
