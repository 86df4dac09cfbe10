import type { EvidenceEvent, MemoryEvent, ReasoningEvent, TurnEvent } from "../../agent/events.ts";
import { isRunning, type Step, type TurnView } from "./turn-view.ts";

/** Folds one event into the view. Pure; a finished turn stays as it is, whatever comes. */
export function reduce(view: TurnView, event: TurnEvent): TurnView {
  if (!isRunning(view)) return view;
  switch (event.type) {
    case "reasoning":
      return {
        ...view,
        status: view.answer === "" ? "working" : "writing",
        steps: withStep(view.steps, event),
      };
    case "evidence":
      return {
        ...view,
        steps: withFinding(view.steps, event),
        evidence: [...view.evidence.filter(({ id }) => id !== event.id), event],
      };
    case "content":
      return { ...view, status: "writing", answer: view.answer + event.delta };
    case "grounding":
      return { ...view, figures: event.figures };
    case "memory":
      return { ...view, memories: withMemory(view.memories, event) };
    case "done": {
      const { type: _, ...end } = event;
      return { ...view, status: "done", steps: view.steps.map(closed("completed")), end };
    }
    case "error": {
      const { type: _, ...failure } = event;
      return { ...view, status: "failed", steps: view.steps.map(closed("failed")), failure };
    }
  }
}

function withStep(steps: readonly Step[], event: ReasoningEvent): readonly Step[] {
  const { type: _, ...fields } = event;
  const known = steps.find(({ call_id }) => call_id === event.call_id);
  if (known === undefined) return [...steps, { ...fields, evidence: [] }];
  return steps.map((step) => (step === known ? { ...step, ...fields } : step));
}

/**
 * Evidence does not name its call: it belongs to the step that asked for it, word for word; else to one of its tool
 * that has ended, or still runs, and has found nothing yet.
 */
function withFinding(steps: readonly Step[], found: EvidenceEvent): readonly Step[] {
  const { id, tool } = found;
  if (steps.some(({ evidence }) => evidence.includes(id))) return steps;
  const query = found.tool !== "search_knowledge_base" ? found.sql : found.title;
  const empty = steps.filter((step) => step.tool === tool && step.evidence.length === 0);
  const owner =
    empty.find((step) => step.query === query) ??
    empty.find(({ status }) => status === "completed") ??
    empty.find(({ status }) => status === "started");
  return steps.map((step) =>
    step === owner ? { ...step, evidence: [...step.evidence, id] } : step,
  );
}

function withMemory(memories: readonly MemoryEvent[], event: MemoryEvent): readonly MemoryEvent[] {
  const others = memories.filter(
    ({ action, key, memory_type }) =>
      key !== event.key || memory_type !== event.memory_type || action !== event.action,
  );
  return [...others, event];
}

function closed(status: "completed" | "failed"): (step: Step) => Step {
  return (step) => (step.status === "started" ? { ...step, status } : step);
}
