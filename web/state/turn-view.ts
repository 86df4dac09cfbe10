import type {
  DoneEvent,
  ErrorEvent,
  EvidenceEvent,
  Figure,
  MemoryEvent,
  ReasoningEvent,
} from "../../agent/events.ts";

/** One line of the trace, with the ids of what it found. */
export type Step = Omit<ReasoningEvent, "type"> & { readonly evidence: readonly string[] };

type TurnBody = {
  /** In the order they started. */
  readonly steps: readonly Step[];
  readonly evidence: readonly EvidenceEvent[];
  /** Markdown as written so far. */
  readonly answer: string;
  readonly figures: readonly Figure[];
  readonly memories: readonly MemoryEvent[];
};

/** What the screen knows of one turn. `done` and `failed` are final: no event changes them. */
export type TurnView = TurnBody &
  (
    | { readonly status: "waiting" | "working" | "writing" }
    | { readonly status: "done"; readonly end: Omit<DoneEvent, "type"> }
    | { readonly status: "failed"; readonly failure: Omit<ErrorEvent, "type"> }
  );

/** A turn before its first event. */
export const WAITING: TurnView = {
  status: "waiting",
  steps: [],
  evidence: [],
  answer: "",
  figures: [],
  memories: [],
};

/** True until the turn's one `done` or `error`. */
export function isRunning(view: TurnView): boolean {
  return view.status !== "done" && view.status !== "failed";
}
