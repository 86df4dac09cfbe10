import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import { z } from "zod";
import { Briefing, EMPTY_BRIEFING } from "../../briefing.ts";
import { PassageSchema } from "../../passage.ts";
import { readBlock } from "../../prompt-block.ts";
import { compileQuery } from "../../semantic/compile.ts";
import { toKpiQuery } from "../../semantic/kpi-query.ts";
import type { SemanticQuery } from "../../semantic/metric-query.ts";
import { readQueryComment } from "../../semantic/query-comment.ts";
import type { Frame, Understanding } from "./frame/frame.ts";
import { freshEnd } from "./frame/so-far.ts";
import { understand } from "./frame/understand.ts";
import { clockFor, metricNamed, type World } from "./frame/world.ts";
import { unescapeText } from "./narrate/markdown-table.ts";
import { ownMembers, withPreferences } from "./narrate/preferences.ts";
import type { Findings } from "./plan/step.ts";
import { type Table, textIn } from "./plan/table.ts";
import { parseTime } from "./time/parse-time.ts";

/** Separates what a call is for from the turn it belongs to, in the call's id. */
export const PURPOSE_MARK = "~";

/** What a chat model sees, as the analyst reads it. */
export type Conversation = {
  readonly question: string;
  readonly understanding: Understanding;
  readonly found: Findings;
  readonly briefing: Briefing;
  /** Number of the question in the conversation, from 1. */
  readonly turn: number;
};

/** Reads the conversation from the messages alone; earlier questions are understood again, in order. */
export function readConversation(messages: readonly BaseMessage[], world: World): Conversation {
  const turns = splitTurns(messages);
  const briefing = readBriefing(messages);
  const before = turns.slice(0, -1).reduce<Frame | undefined>((frame, [question, ...rest]) => {
    const meant = frameOf(understand(question?.text ?? "", world, frame));
    return meant ? withLeader(ownMembers(meant, briefing, world), rest, world) : frame;
  }, undefined);
  const [last, ...since] = turns.at(-1) ?? [];
  const question = last?.text ?? "";
  const meant = understand(question, world, before);
  const understanding: Understanding =
    meant.status === "frame"
      ? { status: "frame", frame: withPreferences(meant.frame, briefing, world) }
      : meant;
  return {
    question,
    understanding,
    found: readFindings(since, world),
    briefing,
    turn: turns.length,
  };
}

/** Each question with all that followed it. */
function splitTurns(messages: readonly BaseMessage[]): BaseMessage[][] {
  const starts = messages.flatMap((message, i) => (message.getType() === "human" ? [i] : []));
  return starts.map((start, i) => messages.slice(start, starts[i + 1]));
}

/** The member that came out first, of a question that asked for one dimension. */
function withLeader(frame: Frame, messages: readonly BaseMessage[], world: World): Frame {
  if (frame.intent === "trend") return withPeriod(frame, messages, world);
  if (frame.intent === "target") return withWorst(frame, messages, world);
  const table = readFindings(messages, world).tables.get("now");
  const [row] = table?.rows ?? [];
  const [field, another] = frame.dimensions;
  if (!table || !row || field === undefined || another !== undefined) return frame;
  return { ...frame, leader: { field, value: textIn(table, row, field) } };
}

/** The member that the answer on targets named first. */
function withWorst(frame: Frame, messages: readonly BaseMessage[], world: World): Frame {
  const [field, another] = frame.dimensions;
  if (field === undefined || another !== undefined) return frame;
  const line = unescapeText(firstLine(messages));
  const [value] = (world.values.get(field) ?? [])
    .map((name) => ({ name, at: line.indexOf(name) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at || b.name.length - a.name.length);
  return value ? { ...frame, leader: { field, value: value.name } } : frame;
}

function firstLine(messages: readonly BaseMessage[]): string {
  const said = messages.findLast((message) => message.getType() === "ai" && message.text !== "");
  return said?.text.split("\n")[0] ?? "";
}

/** The period that was picked from a series, as the answer named it: of the rows only the first are kept. */
function withPeriod(frame: Frame, messages: readonly BaseMessage[], world: World): Frame {
  const isPick = frame.extreme === "best" || frame.extreme === "worst";
  if (!isPick || frame.dimensions.length > 0 || frame.beside) return frame;
  const line = firstLine(messages);
  const clock = clockFor(world, metricNamed(world, frame.metrics[0] ?? ""));
  const [picked] = parseTime(line, clock).flatMap((mention) =>
    mention.kind === "range" && mention.range.grain === frame.grain ? [mention.range] : [],
  );
  return picked ? { ...frame, leadingPeriod: picked } : frame;
}

/** What a question leaves for the next to lean on; also when it could not be answered for want of data. */
function frameOf(meant: Understanding): Frame | undefined {
  if (meant.status === "frame") return meant.frame.intent === "know" ? undefined : meant.frame;
  const lacksData =
    meant.status === "refused" && ["forecast", "no-data"].includes(meant.refusal.kind);
  return lacksData && "frame" in meant.refusal ? meant.refusal.frame : undefined;
}

function readBriefing(messages: readonly BaseMessage[]): Briefing {
  const system = messages.find((message) => message.getType() === "system");
  const parsed = Briefing.safeParse(system && readBlock(system.text, "briefing"));
  return parsed.success ? parsed.data : EMPTY_BRIEFING;
}

const Rows = z.object({
  success: z.literal(true),
  data: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  row_count: z.number().optional(),
  evidence_id: z.string(),
  truncated: z.boolean(),
  as_of: z.string().nullable(),
});

const Passages = z.object({
  evidence_id: z.string().optional(),
  results: z.array(PassageSchema),
});

/** Results of this turn's calls, by what each was for. */
function readFindings(messages: readonly BaseMessage[], world: World): Findings {
  const tables = new Map<string, Table>();
  const passages = new Map<
    string,
    Findings["passages"] extends ReadonlyMap<string, infer P> ? P : never
  >();
  const failed = new Map<string, string>();
  const calls = messages.flatMap((m) => (AIMessage.isInstance(m) ? (m.tool_calls ?? []) : []));
  for (const message of messages) {
    if (!ToolMessage.isInstance(message)) continue;
    const [purpose = ""] = message.tool_call_id.split(PURPOSE_MARK);
    const args = calls.find(({ id }) => id === message.tool_call_id)?.args;
    const output = parseJson(message.text);
    const rows = Rows.safeParse(output);
    const known = Passages.safeParse(output);
    if (rows.success) tables.set(purpose, toTable(rows.data, queryIn(args, world), world));
    else if (known.success) {
      const evidenceId = known.data.evidence_id ?? "";
      passages.set(
        purpose,
        known.data.results.map(({ start, end, ...p }) => ({
          ...p,
          ...(start !== undefined && { start }),
          ...(end !== undefined && { end }),
          evidenceId,
        })),
      );
    } else failed.set(purpose, errorIn(output));
  }
  return { tables, passages, failed };
}

const KpiArgs = z.object({
  kpis: z.array(z.string()),
  start: z.string(),
  end: z.string(),
  grain: z.enum(["day", "week", "month"]).exactOptional(),
});

/** What a call of the Metrics API, or a compiled statement, asked for. */
function queryIn(args: unknown, { model }: World): SemanticQuery | undefined {
  const kpis = KpiArgs.safeParse(args);
  if (kpis.success) return toKpiQuery(kpis.data, model);
  const sql = z.object({ sql_query: z.string() }).safeParse(args);
  return sql.success ? readQueryComment(sql.data.sql_query) : undefined;
}

function toTable(
  rows: z.infer<typeof Rows>,
  query: SemanticQuery | undefined,
  world: World,
): Table {
  const { workspace, model } = world;
  const compiled = query && compileQuery(query, model, workspace);
  return {
    evidenceId: rows.evidence_id,
    columns: compiled?.ok ? compiled.value.columns : [],
    rows: rows.data,
    rowCount: rows.row_count ?? rows.data.length,
    truncated: rows.truncated,
    asOf: reached(query, rows.as_of, world),
  };
}

/** How far the data of the first metric reach: goals may lie ahead, and things that are only referred to have no end. */
function reached(
  query: SemanticQuery | undefined,
  asOf: string | null,
  world: World,
): string | null {
  const main = query?.kind === "metrics" ? metricNamed(world, query.metrics[0] ?? "") : undefined;
  const end = main && asOf !== null ? freshEnd(main, world) : undefined;
  return end ?? asOf;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A tool that answers no JSON has failed; what it said is not for people.
    return undefined;
  }
}

function errorIn(output: unknown): string {
  const isObject = typeof output === "object" && output !== null && "error" in output;
  return isObject ? String(output.error).replace(/\.$/, "") : "the step failed";
}
