import { createParser } from "eventsource-parser";
import type { TurnEvent } from "../../agent/events.ts";
import { offline } from "./http.ts";

/** One event of a turn and its number there, counted by the service; undefined when it has none. */
export type Frame = {
  readonly id: string;
  readonly n: number | undefined;
  readonly event: TurnEvent;
};

const TYPES = new Set<string>([
  "reasoning",
  "evidence",
  "content",
  "grounding",
  "memory",
  "done",
  "error",
] satisfies TurnEvent["type"][]);

/** The service sends at least a comment every 15 s (DESIGN §6); silence for longer than this is a lost line. */
export const SILENCE_MS = 40_000;

/**
 * Events of a response, as they come. Kinds this client does not know are passed over.
 *
 * @throws {ApiError} `offline` when the line breaks or is silent for `silenceMs`.
 */
export async function* readFrames(
  response: Response,
  silenceMs = SILENCE_MS,
): AsyncGenerator<Frame> {
  if (response.body === null) throw offline();
  const frames: Frame[] = [];
  const parser = createParser({
    onEvent: ({ event, id, data }) => {
      const frame = toFrame(event, id, data);
      if (frame !== undefined) frames.push(frame);
    },
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    while (true) {
      const chunk = await withinTime(reader.read(), silenceMs);
      if (chunk.done) return;
      parser.feed(chunk.value);
      yield* frames.splice(0);
    }
  } finally {
    reader.cancel().catch(() => undefined); // already broken: nothing left to give back
  }
}

function toFrame(type = "", id = "", data = ""): Frame | undefined {
  if (!TYPES.has(type)) return undefined;
  try {
    const fields = JSON.parse(data) as Omit<TurnEvent, "type">;
    const n = Number(id.split(":").at(-1));
    const number = id !== "" && Number.isInteger(n) ? n : undefined;
    return { id, n: number, event: { ...fields, type } as TurnEvent };
  } catch {
    return undefined; // an event cut short by a broken line: the service sends it again
  }
}

async function withinTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(offline()), ms);
  });
  try {
    return await Promise.race([work, silence]);
  } catch (cause) {
    throw offline(cause);
  } finally {
    clearTimeout(timer);
  }
}
