import { useEffect, useState } from "preact/hooks";
import type { ErrorEvent } from "../../agent/events.ts";
import { continueInNew, submit } from "../state/conversation.ts";
import { tryNow } from "../state/line.ts";
import { isRunning, type TurnView } from "../state/turn-view.ts";
import type { Line, Turn } from "../state/turns.ts";
import { sentence } from "../text/limits.ts";
import { toVisible } from "../text/plain.ts";
import { Icon } from "./icon.tsx";

/** Says that the line is lost and when it is tried again; nothing of the answer is. */
export function LineNotice({ line, view }: { line: Line; view: TurnView }) {
  if (line.status === "open" || !isRunning(view)) return null;
  return (
    <div class="notice notice-line" role="status">
      <Icon name="warning" />
      <p>
        Connection lost.{" "}
        {view.status === "waiting"
          ? "Your question is kept, and its answer comes here once the line is back."
          : "Your answer is still being written and goes on here once the line is back."}{" "}
        <Countdown untilMs={line.retryAtMs} />
      </p>
      <button type="button" class="quiet" onClick={tryNow}>
        Try now
      </button>
    </div>
  );
}

function Countdown({ untilMs }: { untilMs: number }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((untilMs - now) / 1000);
  return (
    <span class="together" aria-hidden="true">
      {seconds > 0 ? `Trying again in ${seconds} s.` : "Trying again…"}
    </span>
  );
}

type FailureProps = { readonly turn: Turn; readonly failure: Omit<ErrorEvent, "type"> };

/** Why there is no answer, and the way on. */
export function TurnFailure({ turn, failure }: FailureProps) {
  const stopped = failure.code === "cancelled";
  const ended = ["gone", "over-budget", "not-found"].includes(failure.code);
  return (
    <div class={`notice ${stopped ? "notice-stopped" : "notice-failed"}`}>
      <Icon name={stopped ? "stop" : "warning"} />
      <p>{toVisible(sentence(failure.message))}</p>
      {ended ? (
        <button type="button" class="primary" onClick={() => void continueInNew(turn.question)}>
          Ask in a new conversation
        </button>
      ) : (
        <button type="button" class="quiet" onClick={() => submit(turn.question)}>
          {stopped ? "Ask again" : "Try again"}
        </button>
      )}
    </div>
  );
}
