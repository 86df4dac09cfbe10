import type { EvidenceEvent, ReasoningTool } from "../../agent/events.ts";
import { findingKey, opened, setOpened } from "../state/trace.ts";
import type { Step } from "../state/turn-view.ts";
import type { Turn } from "../state/turns.ts";
import { toVisible } from "../text/plain.ts";
import { duration, TOOLS } from "../text/words.ts";
import { Glyph, Icon, type IconName } from "./icon.tsx";
import { lazy } from "./lazy.ts";

const ICONS: Record<ReasoningTool, IconName> = {
  query_bigquery: "bars",
  query_metrics_api: "bars",
  query_customers: "person",
  search_knowledge_base: "search",
  get_conversation_context: "thought",
  memory: "thought",
  plan: "thought",
  synthesize: "thought",
  save_to_memory: "disk",
};

const Finding = lazy(async () => (await import("./finding.tsx")).Finding);
const SqlView = lazy(async () => (await import("./sql-view.tsx")).SqlView);

type Props = {
  readonly step: Step;
  readonly turn: Turn;
  readonly evidence: readonly EvidenceEvent[];
};

/** One step: sign, words, outcome, time; what it found unfolds below. */
export function TraceStep({ step, turn, evidence }: Props) {
  const found = evidence.filter(({ id }) => step.evidence.includes(id));
  const keys = found.map(({ id }) => findingKey(turn.messageId, id));
  const open = keys.some((key) => opened.value.get(key) === true);
  const toggle = () => {
    for (const key of keys) setOpened(key, !open);
  };
  const { name, glyph } = TOOLS[step.tool];
  const line = (
    <>
      <Glyph emoji={glyph} icon={ICONS[step.tool]} label={name} />
      <span class="step-words">
        {toVisible(step.label)}
        {step.status === "failed" && (
          <span class="step-error">{toVisible(step.error ?? "did not work")}</span>
        )}
      </span>
      <span class="step-result">{resultWords(step)}</span>
      <span class="step-time">{timeWords(step)}</span>
    </>
  );
  return (
    <li class={`step step-${step.status}`}>
      {found.length === 0 && !showsQuery(step) ? (
        <div class="step-line">{line}</div>
      ) : found.length === 0 ? (
        <FailedQuery step={step} line={line} />
      ) : (
        <button type="button" class="step-line" aria-expanded={open} onClick={toggle}>
          {line}
          <Icon name="chevron" size={11} />
        </button>
      )}
      {open &&
        found.map((one) => (
          <Finding key={one.id} found={one} messageId={turn.messageId} label={step.label} />
        ))}
    </li>
  );
}

/** A query that failed shows what was tried. */
function FailedQuery({ step, line }: { step: Step; line: preact.ComponentChildren }) {
  return (
    <details class="step-failed-query">
      <summary class="step-line">
        {line}
        <Icon name="chevron" size={11} />
      </summary>
      <div class="finding">
        <SqlView sql={step.query ?? ""} />
      </div>
    </details>
  );
}

function isTable(tool: ReasoningTool): boolean {
  return tool.startsWith("query_");
}

function showsQuery({ tool, status, query }: Step): boolean {
  return isTable(tool) && status === "failed" && !!query;
}

function timeWords({ status, ms }: Step): string {
  if (ms !== undefined) return duration(ms);
  return status === "started" ? "…" : "";
}

function resultWords({ status, tool, results }: Step): string {
  if (status === "failed") return "failed";
  if (results === undefined || status === "started") return "";
  const noun = isTable(tool) ? "row" : tool === "search_knowledge_base" ? "passage" : "item";
  return `${results.toLocaleString("en-US")} ${noun}${results === 1 ? "" : "s"}`;
}
