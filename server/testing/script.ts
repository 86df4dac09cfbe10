import type { DoneEvent, TurnEvent } from "../../agent/events.ts";
import type { TurnInput } from "../../agent/turn.ts";
import type { RunTurn } from "../service.ts";

/** What a turn says after the first event, which is always the same. */
export type Script = (input: TurnInput, signal: AbortSignal) => AsyncIterable<TurnEvent>;

/** A `runTurn` that plays the script named by the question; any other question gets a whole answer. */
export function scripted(scripts: Readonly<Record<string, Script>> = {}): RunTurn {
  return async function* (input, _deps, signal) {
    yield STARTED;
    yield* (scripts[input.content] ?? wholeAnswer)(input, signal);
  };
}

export const STARTED: TurnEvent = {
  type: "reasoning",
  tool: "memory",
  status: "started",
  call_id: "memory-1",
  label: "Recalling what is known",
};

export function done(messageId: string): DoneEvent {
  return {
    type: "done",
    message_id: messageId,
    suggested_followups: ["And by month?"],
    grade: "metric",
    citations: [{ source: "targets.md", heading: "By quarter", evidence_id: "e2" }],
    usage: {
      input_tokens: 10,
      output_tokens: 20,
      cost_usd: 0,
      warehouse_bytes: 0,
      first_token_ms: 3,
      ms: 12,
    },
    warnings: [],
  };
}

/** One event of each kind, with what is hard to carry: line ends, quotes, other scripts, big numbers, nulls. */
export const wholeAnswer: Script = async function* ({ messageId }) {
  yield { ...STARTED, status: "completed", ms: 2 } as TurnEvent;
  yield {
    type: "evidence",
    id: "e1",
    tool: "query_bigquery",
    title: 'Sales "net"',
    sql: "SELECT\n  1",
    columns: [{ name: "sales", type: "number", unit: "usd" }],
    rows: [[1.5], [null], ["12345678901234567890"]],
    row_count: 3,
    truncated: false,
    tables: ["orders"],
    as_of: "2024-12-31",
    grade: "metric",
    bytes: 0,
    ms: 4,
  };
  yield { type: "content", delta: "Sales were **1.5**\n\n" };
  yield { type: "content", delta: "Größe 数字 📊\u2028 end" };
  yield {
    type: "grounding",
    figures: [
      {
        text: "1.5",
        start: 13,
        end: 16,
        value: 1.5,
        source: { kind: "cell", evidence_id: "e1", row: 0, column: "sales" },
      },
    ],
    unbound: 0,
  };
  yield {
    type: "memory",
    action: "saved",
    memory_type: "finding",
    key: "sales",
    value: "Sales 1.5",
  };
  yield done(messageId);
};

/** Says something, then nothing until it is told to stop. */
export const waiting: Script = async function* (_input, signal) {
  yield { type: "content", delta: "One moment" };
  await aborted(signal);
  yield { type: "error", code: "cancelled", message: "The turn was stopped", retryable: true };
};

/** Says something, then goes on once `open` was called. */
export function gated(): { readonly script: Script; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const script: Script = async function* (input, signal) {
    yield { type: "content", delta: "Before" };
    await Promise.race([opened, aborted(signal)]);
    if (signal.aborted) {
      yield { type: "error", code: "cancelled", message: "The turn was stopped", retryable: true };
      return;
    }
    yield { type: "content", delta: " and after" };
    yield done(input.messageId);
  };
  return { script, open: () => open() };
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
