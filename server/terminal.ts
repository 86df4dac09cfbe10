import type {
  DoneEvent,
  MemoryEvent,
  ReasoningEvent,
  ReasoningTool,
  TurnEvent,
} from "../agent/events.ts";
import { toTextTable } from "./text-table.ts";

/** Shows a turn on a terminal as it comes: steps as they end, the answer line by line, tables whole. */
export type Terminal = { show(event: TurnEvent): void };

const ICONS = {
  query_bigquery: "📊",
  query_metrics_api: "📊",
  query_customers: "📊",
  search_knowledge_base: "🔍",
  get_conversation_context: "💭",
  save_to_memory: "💾",
  memory: "💭",
  plan: "💭",
  synthesize: "💭",
} as const satisfies Record<ReasoningTool, string>;

type Style = "bold" | "dim" | "red";
const CODES = { bold: 1, dim: 2, red: 31 } as const;

/** `write` takes text with its line ends. Without `color` no escape codes are written. */
export function createTerminal(write: (text: string) => void, color: boolean): Terminal {
  let rest = "";
  let table: string[] = [];
  let answering = false;
  const origins = new Set<string>();

  const styled = (text: string, style: Style) =>
    color ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
  const line = (text: string) => write(`${text}\n`);
  const flushTable = () => {
    for (const row of toTextTable(table)) line(row);
    table = [];
  };
  const answerLine = (text: string) => {
    if (text.trimStart().startsWith("|")) {
      table.push(text);
      return;
    }
    flushTable();
    line(toAnswerLine(text, styled));
  };
  const content = (delta: string) => {
    if (!answering) line("");
    answering = true;
    const lines = (rest + delta).split("\n");
    rest = lines.pop() ?? "";
    for (const one of lines) answerLine(one);
  };
  const finishAnswer = () => {
    if (!answering) return;
    if (rest) answerLine(rest);
    rest = "";
    flushTable();
    line("");
    answering = false;
  };

  const step = (event: ReasoningEvent) => {
    if (event.status === "started") return;
    finishAnswer();
    line(styled(toStep(event), "dim"));
  };
  const memory = ({ action, value }: MemoryEvent) => {
    finishAnswer();
    if (action === "saved") line(styled(`💾 Remembered: ${value}`, "dim"));
  };
  const closing = (event: DoneEvent) => {
    finishAnswer();
    for (const { text, style } of toClosing(event, [...origins]))
      line(style ? styled(text, style) : text);
  };

  return {
    show: (event) => {
      switch (event.type) {
        case "reasoning":
          return step(event);
        case "content":
          return content(event.delta);
        case "memory":
          return memory(event);
        case "done":
          return closing(event);
        case "error":
          finishAnswer();
          line(styled(`✗ ${event.message}`, "red"));
          return;
        case "evidence":
          if ("origin" in event && event.origin !== undefined) origins.add(event.origin);
          return; // Else seen in the answer itself; whole with --json.
        case "grounding":
          return;
      }
    },
  };
}

/** Markdown's bold, and a line in italics such as how fresh the data is. */
function toAnswerLine(text: string, styled: (text: string, style: Style) => string): string {
  const [, aside] = /^_(.+)_$/.exec(text) ?? [];
  if (aside) return styled(aside, "dim");
  return text.replaceAll(/\*\*(.+?)\*\*/g, (_, bold: string) => styled(bold, "bold"));
}

function toStep({ tool, status, label, results, ms, error }: ReasoningEvent): string {
  const parts = [
    status === "failed" ? `${label}: ${error ?? "did not work"}` : label,
    ...(results === undefined ? [] : [`${results} ${results === 1 ? "result" : "results"}`]),
    ...(ms === undefined ? [] : [`${Math.round(ms)} ms`]),
  ];
  return `${ICONS[tool]} ${status === "failed" ? "✗ " : ""}${parts.join(" · ")}`;
}

type Closing = { readonly text: string; readonly style?: Style };

/** `origins`: what was read in place of the warehouse's rows. */
function toClosing(done: DoneEvent, origins: readonly string[]): readonly Closing[] {
  const sources = new Set(done.citations.map(toSource));
  const { ms, cost_usd } = done.usage;
  const cost = cost_usd > 0 ? ` · $${cost_usd.toFixed(4)}` : "";
  return [
    ...done.warnings.map((warning) => ({ text: `⚠️  ${warning}` })),
    ...[...sources].map((source) => ({ text: `📄 ${source}`, style: "dim" as const })),
    ...done.suggested_followups.map((followup) => ({ text: `→ ${followup}` })),
    {
      text: [GRADES[done.grade], ...origins, `${(ms / 1000).toFixed(1)} s${cost}`].join(" · "),
      style: "dim",
    },
  ];
}

const GRADES = {
  verified: "From a verified query",
  metric: "From the semantic model",
  sql: "From a query written for this question",
  document: "From documents",
  none: "No data was read",
} as const satisfies Record<DoneEvent["grade"], string>;

function toSource({ source, heading }: DoneEvent["citations"][number]): string {
  return heading ? `${source} › ${heading}` : source;
}
