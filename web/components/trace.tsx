import { opened, setOpened } from "../state/trace.ts";
import { isRunning, type TurnView } from "../state/turn-view.ts";
import type { Turn } from "../state/turns.ts";
import { traceSummary } from "../text/words.ts";
import { Icon } from "./icon.tsx";
import { TraceStep } from "./trace-step.tsx";

/**
 * What was done for the answer: open while it is being done, one line once the answer is there. It folds before the
 * first word is read, not after the last: what is being read never moves.
 */
export function Trace({ turn, view }: { turn: Turn; view: TurnView }) {
  const running = isRunning(view);
  const chosen = opened.value.get(turn.messageId);
  const open = chosen ?? (running && view.status !== "writing");
  if (view.steps.length === 0) return running ? <Typing label="Reading your question" /> : null;
  const ms = view.status === "done" ? view.end.usage.ms : undefined;
  const id = `trace-${turn.messageId}`;
  return (
    <div class={`trace ${open ? "trace-open" : ""} ${chosen === undefined ? "" : "trace-moving"}`}>
      <button
        type="button"
        class="trace-fold"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpened(turn.messageId, !open)}
      >
        <Icon name="chevron" size={12} />
        {running ? <Typing label={currentLabel(view)} /> : traceSummary(view.steps, ms)}
      </button>
      <div class="trace-body" id={id}>
        <ol class="trace-steps">
          {view.steps.map((step) => (
            <TraceStep key={step.call_id} step={step} turn={turn} evidence={view.evidence} />
          ))}
        </ol>
      </div>
    </div>
  );
}

/** A cell with its cursor: someone is at work. */
export function Typing({ label }: { label: string }) {
  return (
    <span class="typing">
      <span class="typing-cell" aria-hidden="true" />
      {label}
    </span>
  );
}

function currentLabel(view: TurnView): string {
  if (view.status === "writing") return "Writing the answer";
  return view.steps.findLast(({ status }) => status === "started")?.label ?? "Thinking";
}
