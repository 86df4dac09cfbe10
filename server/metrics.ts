import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { TurnEvent } from "../agent/events.ts";

/** Counts of one process, for Prometheus. No label names a person, a conversation or a question. */
export type Metrics = {
  /** Counts an answered request by its route. */
  request(seen: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly ms: number;
  }): void;
  /** A turn begins; the function that counts each of its events. */
  turn(workspace: string): (event: TurnEvent) => void;
  /** Content type and text of a scrape. */
  read(): Promise<{ readonly type: string; readonly text: string }>;
};

/** Seconds: a request that is answered at once, up to one that streams a turn to its deadline. */
const SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 30];

/** @param options `process: true` counts memory, CPU and the event loop too, once a process. */
export function createMetrics(options: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  const http = httpMetrics(registry);
  const turns = turnMetrics(registry);
  return {
    request: ({ method, route, status, ms }) => {
      http.requests.inc({ method, route, status: String(status) });
      http.seconds.observe({ method, route }, ms / 1000);
    },
    turn: (workspace) => {
      turns.running.inc();
      return (event) => countEvent(event, workspace, turns);
    },
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}

function httpMetrics(register: Registry) {
  const registers = [register];
  return {
    requests: new Counter({
      name: "http_requests_total",
      help: "Requests that were answered",
      labelNames: ["method", "route", "status"],
      registers,
    }),
    seconds: new Histogram({
      name: "http_request_seconds",
      help: "Until the answer's head; a stream goes on after that",
      labelNames: ["method", "route"],
      buckets: SECONDS,
      registers,
    }),
  };
}

type TurnMetrics = ReturnType<typeof turnMetrics>;

function turnMetrics(register: Registry) {
  const registers = [register];
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name, help, labelNames, registers });
  const seconds = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Histogram({ name, help, labelNames, buckets: SECONDS, registers });
  return {
    running: new Gauge({ name: "insight_turns_running", help: "Turns that run now", registers }),
    ended: counter("insight_turns_total", "Turns by how they ended", [
      "workspace",
      "outcome",
      "grade",
    ]),
    whole: seconds("insight_turn_seconds", "Whole turns that were answered", ["workspace"]),
    first: seconds("insight_first_token_seconds", "Until the answer's first word", ["workspace"]),
    tools: counter("insight_tool_calls_total", "Tool calls by how they ended", ["tool", "status"]),
    toolSeconds: seconds("insight_tool_seconds", "Tool calls and steps", ["tool"]),
    tokens: counter("insight_model_tokens_total", "Tokens as the model's provider counts them", [
      "workspace",
      "direction",
    ]),
    usd: counter(
      "insight_cost_usd_total",
      "Cost of model and warehouse by the prices of the settings",
      ["workspace"],
    ),
    bytes: counter("insight_warehouse_bytes_total", "Bytes that queries read", ["workspace"]),
    figures: counter(
      "insight_figures_total",
      "Figures in answers, by whether they lead back to a source",
      ["workspace", "bound"],
    ),
    warned: counter(
      "insight_turn_warnings_total",
      "What answers had to say against themselves, such as a stand-in for the model",
      ["workspace"],
    ),
  };
}

function countEvent(event: TurnEvent, workspace: string, turns: TurnMetrics): void {
  switch (event.type) {
    case "reasoning":
      countStep(event, turns);
      break;
    case "grounding":
      turns.figures.inc({ workspace, bound: "yes" }, event.figures.length - event.unbound);
      turns.figures.inc({ workspace, bound: "no" }, event.unbound);
      break;
    case "done":
      countDone(event, workspace, turns);
      break;
    case "error":
      turns.running.dec();
      turns.ended.inc({ workspace, outcome: event.code, grade: "none" });
      break;
    case "evidence":
    case "content":
    case "memory":
      break;
  }
}

function countStep(
  { tool, status, ms }: Extract<TurnEvent, { type: "reasoning" }>,
  turns: TurnMetrics,
): void {
  if (status === "started") return;
  turns.tools.inc({ tool, status });
  if (ms !== undefined) turns.toolSeconds.observe({ tool }, ms / 1000);
}

function countDone(
  { usage, grade, warnings }: Extract<TurnEvent, { type: "done" }>,
  workspace: string,
  turns: TurnMetrics,
): void {
  turns.running.dec();
  turns.ended.inc({ workspace, outcome: "done", grade });
  turns.whole.observe({ workspace }, usage.ms / 1000);
  if (usage.first_token_ms !== null)
    turns.first.observe({ workspace }, usage.first_token_ms / 1000);
  turns.tokens.inc({ workspace, direction: "input" }, usage.input_tokens);
  turns.tokens.inc({ workspace, direction: "output" }, usage.output_tokens);
  turns.usd.inc({ workspace }, usage.cost_usd);
  turns.bytes.inc({ workspace }, usage.warehouse_bytes);
  turns.warned.inc({ workspace }, warnings.length);
}
