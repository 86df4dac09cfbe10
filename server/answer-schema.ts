import { z } from "@hono/zod-openapi";
import type { TurnAnswer } from "../agent/events.ts";

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Grade = z.enum(["verified", "metric", "sql", "document", "none"]);

const Reasoning = z.object({
  tool: z.enum([
    "query_bigquery",
    "query_metrics_api",
    "query_customers",
    "search_knowledge_base",
    "get_conversation_context",
    "save_to_memory",
    "memory",
    "plan",
    "synthesize",
  ]),
  status: z.enum(["started", "completed", "failed"]),
  call_id: z.string(),
  label: z.string(),
  query: z.string().optional(),
  results: z.number().optional(),
  ms: z.number().optional(),
  error: z.string().optional(),
});

const Column = z.object({
  name: z.string(),
  type: z.enum(["string", "integer", "number", "boolean", "date", "timestamp", "json"]),
  unit: z.string().optional(),
  label: z.string().optional(),
});

const TableEvidence = z.object({
  id: z.string(),
  tool: z.enum(["query_bigquery", "query_metrics_api", "query_customers"]),
  title: z.string(),
  sql: z.string(),
  columns: z.array(Column),
  rows: z.array(z.array(Cell)),
  row_count: z.number(),
  truncated: z.boolean(),
  tables: z.array(z.string()),
  as_of: z.string().nullable(),
  grade: Grade,
  bytes: z.number(),
  ms: z.number(),
  origin: z.string().optional(),
});

const DocumentEvidence = z.object({
  id: z.string(),
  tool: z.literal("search_knowledge_base"),
  title: z.string(),
  results: z.array(
    z.object({
      content: z.string(),
      source: z.string(),
      heading: z.string(),
      relevance_score: z.number(),
      sentence: z.string().optional(),
      start: z.number().optional(),
      end: z.number().optional(),
    }),
  ),
});

const Figure = z.object({
  text: z.string(),
  start: z.number(),
  end: z.number(),
  value: z.number(),
  source: z
    .looseObject({ kind: z.enum(["cell", "derived", "passage", "memory", "question", "unbound"]) })
    .openapi({ description: "Where the figure comes from; further fields depend on `kind`" }),
});

const Citation = z.object({
  source: z.string(),
  heading: z.string(),
  evidence_id: z.string(),
  start: z.number().optional(),
  end: z.number().optional(),
});

const Memory = z.object({
  action: z.enum(["saved", "recalled", "deleted"]),
  memory_type: z.enum(["finding", "preference", "context"]),
  key: z.string(),
  value: z.string(),
  replaces: z
    .object({ value: z.string(), saved_at: z.string() })
    .optional()
    .openapi({ description: "What was kept under the key before and said something else" }),
});

const Usage = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  cost_usd: z.number(),
  conversation_cost_usd: z.number().optional(),
  warehouse_bytes: z.number(),
  first_token_ms: z.number().nullable(),
  ms: z.number(),
});

const parts = {
  message_id: z.string(),
  reasoning: z.array(Reasoning),
  evidence: z.array(z.union([TableEvidence, DocumentEvidence])),
  figures: z.array(Figure),
  citations: z.array(Citation),
  memories: z.array(Memory),
  suggested_followups: z.array(z.string()),
  grade: Grade,
  usage: Usage.nullable(),
  warnings: z.array(z.string()),
};

/** `TurnAnswer` as the API's description shows it; a test keeps the two alike. */
export const TurnAnswerSchema = z.object({ ...parts, answer: z.string() }).openapi("TurnAnswer");

const UserMessage = z.object({
  message_id: z.string(),
  role: z.literal("user"),
  content: z.string(),
  created_at: z.string(),
  edit_of: z
    .string()
    .optional()
    .openapi({ description: "The message whose question this one changes" }),
});

const AssistantMessage = z.object({
  ...parts,
  role: z.literal("assistant"),
  content: z.string(),
  created_at: z.string(),
  status: z.enum(["running", "done", "failed", "cancelled"]),
  error: z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }).optional(),
});

export const HistorySchema = z
  .object({
    session_id: z.string(),
    workspace: z.string(),
    title: z.string(),
    messages: z.array(z.union([UserMessage, AssistantMessage])),
  })
  .openapi("History");

/** A message as history shows it. */
export type HistoryMessage = z.infer<typeof HistorySchema>["messages"][number];

/** The answer in the type that its schema promises. */
export function toWire(answer: TurnAnswer): z.infer<typeof TurnAnswerSchema> {
  return {
    ...answer,
    figures: answer.figures.map((figure) => ({ ...figure, source: { ...figure.source } })),
  };
}
