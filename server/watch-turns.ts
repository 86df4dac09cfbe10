import type { TurnEvent } from "../agent/events.ts";
import { isTerminal } from "../agent/turn-answer.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { RunTurn } from "./service.ts";

export type Watchers = { readonly metrics: Metrics; readonly log: Log };

/** The same turns, counted, and each told to the log in one line of ids, kinds and numbers. */
export function watchTurns(runTurn: RunTurn, { metrics, log }: Watchers): RunTurn {
  return async function* (input, deps, signal) {
    const count = metrics.turn(input.policy.workspace);
    const seen = createSummary();
    try {
      for await (const event of runTurn(input, deps, signal)) {
        count(event);
        seen.add(event);
        yield event;
      }
    } finally {
      if (!seen.isOver()) count(CANCELLED);
      const { messageId, policy } = input;
      const asked = { messageId, workspace: policy.workspace, role: policy.role };
      log.info({ ...asked, ...seen.facts() }, "turn answered");
    }
  };
}

/** Gathers what a log may hold of a turn. */
function createSummary() {
  const steps: Record<string, number> = {};
  let last: TurnEvent | undefined;
  return {
    add: (event: TurnEvent) => {
      if (isTerminal(event)) last = event;
      if (event.type !== "reasoning" || event.status === "started") return;
      steps[event.tool] = (steps[event.tool] ?? 0) + 1;
    },
    isOver: () => last !== undefined,
    facts: () => ({ ...endFacts(last ?? CANCELLED), steps }),
  };
}

/** What a turn counts as whose reader leaves before its end. */
const CANCELLED: TurnEvent = {
  type: "error",
  code: "cancelled",
  message: "The turn was stopped",
  retryable: true,
};

function endFacts(last: TurnEvent) {
  if (last.type === "error") return { outcome: last.code };
  if (last.type !== "done") return {};
  const { grade, usage, warnings } = last;
  return {
    outcome: "done",
    grade,
    ms: Math.round(usage.ms),
    firstTokenMs: usage.first_token_ms === null ? null : Math.round(usage.first_token_ms),
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    costUsd: usage.cost_usd,
    warehouseBytes: usage.warehouse_bytes,
    warnings: warnings.length,
  };
}
