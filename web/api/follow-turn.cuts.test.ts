import fc from "fast-check";
import type { TurnEvent } from "../../agent/events.ts";
import { reduce } from "../state/reduce.ts";
import { WAITING } from "../state/turn-view.ts";
import { collect } from "../testing/collect.ts";
import { goodTurn } from "../testing/scenes.ts";
import { followTurn, type TurnLine } from "./follow-turn.ts";
import { ApiError, offline } from "./http.ts";

const EVENTS = goodTurn("m", 0).map(({ event }) => event);
const WHOLE = EVENTS.reduce(reduce, WAITING);
const encoder = new TextEncoder();

/** What becomes of one connection that is not refused: so many events further, then cut within the next. */
type Cut = {
  readonly further: number;
  readonly bytes: number;
  /** Events sent once more although they were seen. */
  readonly repeated: number;
  readonly chunk: number;
  readonly breaks: boolean;
};
type Connection = { readonly status: number } | Cut;

const connection: fc.Arbitrary<Connection> = fc.oneof(
  fc.record({ status: fc.constantFrom(0, 429, 500, 502, 503) }),
  ...Array<fc.Arbitrary<Connection>>(3).fill(
    fc.record({
      further: fc.integer({ min: 1, max: 12 }),
      bytes: fc.nat(200),
      repeated: fc.nat(3),
      chunk: fc.integer({ min: 1, max: 90 }),
      breaks: fc.boolean(),
    }),
  ),
);
const UNCUT: Cut = { further: EVENTS.length, bytes: 0, repeated: 0, chunk: 64, breaks: false };

const frame = (event: TurnEvent, at: number) => {
  const { type, ...data } = event;
  return `id: m:${at + 1}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n: alive\n\n`;
};

/** What comes after the event number `seen`, in pieces of so many bytes; then it ends, or breaks. */
function body(seen: number, { further, bytes, repeated, chunk, breaks }: Cut): Response {
  const frames = EVENTS.map(frame);
  const [from, to] = [Math.max(0, seen - repeated), seen + further];
  const begun = withoutEnd(frames[to]?.slice(0, bytes) ?? "");
  const text = encoder.encode(frames.slice(from, to).join("") + begun);
  let at = 0;
  return new Response(
    new ReadableStream({
      pull: (controller) => {
        if (at < text.length) controller.enqueue(text.slice(at, at + chunk));
        else if (breaks) controller.error(new TypeError("reset"));
        else controller.close();
        at += chunk;
      },
    }),
  );
}

/** A service whose turn runs on whatever happens to the line. The last connection is whole. */
function createBadLine(connections: readonly Connection[]) {
  const queue = [...connections];
  let asked = 0;
  const connect = (seen: number): Response => {
    const next = queue.shift() ?? UNCUT;
    if (!("status" in next)) return body(seen, next);
    // A question that the service fails over is answered with that, so here it only restarts.
    throw next.status === 0 ? offline() : refusal(asked === 0 ? 503 : next.status);
  };
  const line: TurnLine = {
    ask: async () => {
      const response = connect(0);
      asked += 1;
      return response;
    },
    attach: async (_, lastEventId) => {
      if (asked === 0) throw refusal(404);
      return connect(Number(lastEventId?.split(":")[1] ?? 0));
    },
    wait: async () => undefined,
  };
  return { line, asked: () => asked };
}

/** A frame that is whole would be an event more. */
function withoutEnd(text: string): string {
  return text.split("\n\n")[0] ?? "";
}

function refusal(status: number): ApiError {
  return new ApiError({ code: `http-${status}`, message: "", retryable: status !== 404, status });
}

describe("followTurn() over a line that is cut anywhere", () => {
  it("shows what an unbroken line would have shown: nothing twice, nothing lost, asked once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(connection, { maxLength: 12 }), async (connections) => {
        // A service that fails time after time is given up.
        const failures = connections.filter(
          (one) => "status" in one && [429, 500].includes(one.status),
        );
        fc.pre(failures.length < 5);
        const { line, asked } = createBadLine(connections);
        const all = await collect(followTurn(line, "ask", new AbortController().signal));
        const events = all.flatMap((one) => (one.kind === "event" ? [one.event] : []));
        expect(events).toEqual(EVENTS);
        expect(events.reduce(reduce, WAITING)).toEqual(WHOLE);
        expect(asked()).toBe(1);
      }),
      { numRuns: 60 },
    );
  });
});
