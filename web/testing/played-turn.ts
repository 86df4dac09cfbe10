import type {
  DoneEvent,
  EvidenceEvent,
  MemoryEvent,
  ReasoningEvent,
  TurnEvent,
} from "../../agent/events.ts";
import type { Cue } from "./scenes.ts";

type Ids = {
  readonly id: string;
  readonly sessionId: string;
  readonly content: string;
  readonly editOf?: unknown;
};

/** A turn that runs apart from its readers, like the service's. */
export type PlayedTurn = Ids & {
  /** What was said so far. */
  readonly said: readonly TurnEvent[];
  /** Writes the events after the first `after`, as they come, and ends after the last. */
  readonly play: (write: (text: string) => void, end: () => void, after?: number) => void;
  readonly stop: () => void;
};

export function createPlayedTurn(ids: Ids, cues: readonly Cue[]): PlayedTurn {
  const said: TurnEvent[] = [];
  const readers = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout>;
  let stopped = false;
  const say = (event: TurnEvent) => {
    said.push(event);
    for (const wake of readers) wake();
  };
  const playFrom = (index: number) => {
    const cue = cues[index];
    if (cue === undefined) return;
    timer = setTimeout(async () => {
      await cue.until;
      if (stopped) return;
      say(cue.event);
      playFrom(index + 1);
    }, cue.afterMs);
  };
  playFrom(0);
  return {
    ...ids,
    said,
    stop: () => {
      clearTimeout(timer);
      stopped = true;
      say({ type: "error", code: "cancelled", message: "The turn was stopped", retryable: true });
    },
    play: (write, end, after = 0) => {
      let sent = after;
      const wake = () => {
        for (; sent < said.length; sent += 1) {
          const event = said[sent];
          if (event === undefined) return;
          const { type, ...data } = event;
          write(`id: ${ids.id}:${sent + 1}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
          if (type === "done" || type === "error") {
            readers.delete(wake);
            end();
          }
        }
      };
      readers.add(wake);
      wake();
    },
  };
}

/** The turn as history shows it. */
export function toMessages({ id, content, editOf, said }: PlayedTurn): readonly object[] {
  const of = <T extends TurnEvent>(type: T["type"]) =>
    said.filter((event): event is T => event.type === type);
  const done = of<DoneEvent>("done")[0];
  const error = said.find((event) => event.type === "error");
  const steps = new Map<string, ReasoningEvent>();
  for (const step of of<ReasoningEvent>("reasoning")) {
    steps.set(step.call_id, { ...steps.get(step.call_id), ...step });
  }
  return [
    { role: "user", message_id: id, content, edit_of: editOf, created_at: "2031-10-01T08:00:00Z" },
    {
      role: "assistant",
      message_id: id,
      content: said.map((event) => (event.type === "content" ? event.delta : "")).join(""),
      created_at: "2031-10-01T08:00:01Z",
      status: done ? "done" : error ? "failed" : "running",
      reasoning: [...steps.values()],
      evidence: of<EvidenceEvent>("evidence"),
      figures: said.flatMap((event) => (event.type === "grounding" ? event.figures : [])),
      citations: done?.citations ?? [],
      memories: of<MemoryEvent>("memory"),
      suggested_followups: done?.suggested_followups ?? [],
      grade: done?.grade ?? "none",
      usage: done?.usage ?? null,
      warnings: done?.warnings ?? [],
      ...(error?.type === "error" && { error }),
    },
  ];
}
