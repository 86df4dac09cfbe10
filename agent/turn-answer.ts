import type {
  DoneEvent,
  ErrorEvent,
  EvidenceEvent,
  MemoryEvent,
  ReasoningEvent,
  TurnAnswer,
  TurnEvent,
} from "./events.ts";

type Step = TurnAnswer["reasoning"][number];
type Evidence = TurnAnswer["evidence"][number];

/**
 * A turn's events as one object. A step of the trace appears once, at the place where it started and as it ended;
 * `usage` is null until the turn is done. Takes the events of a running or failed turn as well.
 */
export function toTurnAnswer(messageId: string, events: readonly TurnEvent[]): TurnAnswer {
  const done = events.find((event): event is DoneEvent => event.type === "done");
  return {
    message_id: messageId,
    answer: events.map((event) => (event.type === "content" ? event.delta : "")).join(""),
    reasoning: toSteps(events),
    evidence: events.filter((event) => event.type === "evidence").map(toEvidence),
    figures: events.flatMap((event) => (event.type === "grounding" ? event.figures : [])),
    citations: done?.citations ?? [],
    memories: events.filter((event) => event.type === "memory").map(toMemory),
    suggested_followups: done?.suggested_followups ?? [],
    grade: done?.grade ?? "none",
    usage: done?.usage ?? null,
    warnings: done?.warnings ?? [],
  };
}

/** The error that ended the turn; undefined for one that is done or still running. */
export function findError(events: readonly TurnEvent[]): ErrorEvent | undefined {
  return events.find((event) => event.type === "error");
}

/** True for the one event that ends a turn. */
export function isTerminal(event: TurnEvent): event is DoneEvent | ErrorEvent {
  return event.type === "done" || event.type === "error";
}

function toSteps(events: readonly TurnEvent[]): Step[] {
  const steps = new Map<string, Step>();
  for (const event of events) {
    if (event.type !== "reasoning") continue;
    const { type: _, ...step }: ReasoningEvent = event;
    steps.set(step.call_id, { ...steps.get(step.call_id), ...step });
  }
  return [...steps.values()];
}

function toEvidence({ type: _, ...evidence }: EvidenceEvent): Evidence {
  return evidence as Evidence;
}

function toMemory({ type: _, ...memory }: MemoryEvent): TurnAnswer["memories"][number] {
  return memory;
}
