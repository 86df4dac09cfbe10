import { ToolMessage } from "@langchain/core/messages";
import type { Limits } from "../config.ts";
import type { Deps } from "../deps.ts";
import type { EvidenceEvent, ReasoningEvent } from "../events.ts";
import { toFailure, toWords } from "../failure.ts";
import { inSpan } from "../telemetry.ts";
import { findTool } from "../tools/all.ts";
import type { AgentTool, ToolContext, ToolOutcome } from "../tools/tool.ts";
import { untilAborted, withDeadline } from "../until-aborted.ts";
import type { NodeContext } from "./node-context.ts";

/** A call as the model made it. `evidenceId` is what its evidence will be named, `timeoutMs` its own deadline. */
export type ToolRequest = {
  readonly callId: string;
  readonly name: string;
  readonly args: unknown;
  readonly evidenceId: string;
  readonly timeoutMs: number;
  /** What it may cost, where that is less than any query may. */
  readonly maxCostUsd?: number;
  /** What the turn has found so far, on which a finding rests that is kept now. */
  readonly evidence?: readonly EvidenceEvent[];
};

export type ToolRun = { readonly outcome: ToolOutcome; readonly message: ToolMessage };

/**
 * Runs one call within its own deadline, with one event when it starts and one when it ends. A call that fails is a
 * result the model can read.
 *
 * @throws the reason of the turn's signal when that aborts.
 */
export async function runToolCall(
  request: ToolRequest,
  context: NodeContext,
  deps: Deps,
): Promise<ToolRun> {
  const tool = findTool(request.name);
  if (!tool) return refuseCall(request, `There is no tool "${request.name}"`);
  const started = performance.now();
  const query = tool.query(request.args);
  const step = {
    type: "reasoning",
    tool: tool.name,
    call_id: request.callId,
    label: tool.label(request.args, context.open),
    ...(query !== undefined && { query }),
  } satisfies Partial<ReasoningEvent>;
  context.emit({ ...step, status: "started" });
  const facts = {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": tool.name,
    "gen_ai.tool.call.id": request.callId,
  };
  const outcome = await inSpan(`execute_tool ${tool.name}`, facts, async (note) => {
    const ended = await attempt(tool, request, { context, deps });
    note(ended.failed === undefined ? resultsOf(ended) : { "error.type": "failed" });
    return ended;
  });
  context.emit({
    ...step,
    status: outcome.failed === undefined ? "completed" : "failed",
    ms: performance.now() - started,
    ...(outcome.results !== undefined && { results: outcome.results }),
    ...(outcome.failed !== undefined && { error: outcome.failed }),
  });
  if (outcome.evidence) context.emit(outcome.evidence);
  if (outcome.memory) context.emit(outcome.memory);
  return { outcome, message: toMessage(request, outcome) };
}

function resultsOf({ results }: ToolOutcome) {
  return results === undefined ? {} : { "insight.results": results };
}

async function attempt(
  tool: AgentTool,
  request: ToolRequest,
  { context, deps }: { context: NodeContext; deps: Deps },
): Promise<ToolOutcome> {
  const signal = withDeadline(context.signal, request.timeoutMs);
  const toolContext: ToolContext = {
    open: context.open,
    policy: context.policy,
    sessionId: context.turn.sessionId,
    messageId: context.turn.messageId,
    memories: context.gate.memories,
    gate: context.gate,
    limits: limitsOf(request, deps),
    signal,
    nextEvidenceId: () => request.evidenceId,
    evidence: (request.evidence ?? []).map(({ id }) => `${context.turn.messageId}:${id}`),
  };
  try {
    return await untilAborted(tool.run(request.args, toolContext), signal);
  } catch (thrown) {
    context.signal.throwIfAborted();
    if (signal.aborted) {
      const { timeoutMs: afterMs } = request;
      return failedOutcome(toWords({ kind: "timed-out", what: "step", afterMs }));
    }
    deps.report(thrown, { tool: tool.name, messageId: context.turn.messageId });
    return failedOutcome(toWords(toFailure(thrown)));
  }
}

function limitsOf({ maxCostUsd }: ToolRequest, { config: { limits } }: Deps): Limits {
  const { maxCostPerQueryUsd: most } = limits;
  return { ...limits, maxCostPerQueryUsd: Math.min(most, maxCostUsd ?? most) };
}

/** A call that is not run; the model reads why. */
export function refuseCall(request: ToolRequest, why: string): ToolRun {
  const outcome = failedOutcome(why);
  return { outcome, message: toMessage(request, outcome) };
}

function failedOutcome(words: string): ToolOutcome {
  return { output: { success: false, error: words }, failed: words };
}

function toMessage({ callId, name }: ToolRequest, { output, failed }: ToolOutcome): ToolMessage {
  return new ToolMessage({
    content: JSON.stringify(output),
    tool_call_id: callId,
    name,
    status: failed === undefined ? "success" : "error",
  });
}
