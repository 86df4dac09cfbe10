/**
 * What goes over the wire while a turn runs. Field names are those of DESIGN §6, so an event is sent
 * as it stands: SSE `event:` is `type`, `data:` is the rest.
 */

/** A cell as JSON can carry it. Integers above 2^53 and exact decimals that a double loses are strings. */
export type Cell = string | number | boolean | null;

/** How an answer came to be, best first: from what ran, never from a model's opinion of itself. */
export type Grade = "verified" | "metric" | "sql" | "document" | "none";

/** `usd`, `percent` (stored 0..1), `count`, `days`, an ISO currency code, or any word of the model. */
export type Unit = string;

export type Column = { name: string; type: ColumnType; unit?: Unit; label?: string };
export type ColumnType =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "date"
  | "timestamp"
  | "json";

/** Tools whose results are rows. */
export type TableTool = "query_bigquery" | "query_metrics_api" | "query_customers";

export type ReasoningTool =
  | TableTool
  | "search_knowledge_base"
  | "get_conversation_context"
  | "save_to_memory"
  | "memory"
  | "plan"
  | "synthesize";

/** One step of the trace. `label` is in words for people; `results` counts rows or passages; `ms` is set once ended. */
export type ReasoningEvent = {
  type: "reasoning";
  tool: ReasoningTool;
  status: "started" | "completed" | "failed";
  call_id: string;
  label: string;
  query?: string;
  results?: number;
  ms?: number;
  error?: string;
};

/** Rows that a query returned, in the order of `columns`. `as_of` is the last date of the data read (ISO), or null. */
export type TableEvidence = {
  type: "evidence";
  id: string;
  tool: TableTool;
  title: string;
  sql: string;
  columns: Column[];
  rows: Cell[][];
  row_count: number;
  truncated: boolean;
  tables: string[];
  as_of: string | null;
  grade: Grade;
  bytes: number;
  ms: number;
  /** Where the rows are from, where it is not the warehouse's own rows: "Metrics API, 40 seconds old", "roll-up user_days". */
  origin?: string;
};

/**
 * `relevance_score` is 0..1. `start` and `end` are character offsets of the passage in its document. `sentence` is the one of it, or
 * the row, that is nearest to what was looked for by meaning, as it reads alone.
 */
export type Passage = {
  content: string;
  source: string;
  heading: string;
  relevance_score: number;
  sentence?: string;
  start?: number;
  end?: number;
};

/** Passages that a knowledge search found, most relevant first. */
export type DocumentEvidence = {
  type: "evidence";
  id: string;
  tool: "search_knowledge_base";
  title: string;
  results: Passage[];
};

export type EvidenceEvent = TableEvidence | DocumentEvidence;

/** Where a figure comes from. Rows and columns count from 0. */
export type FigureSource =
  | { kind: "cell"; evidence_id: string; row: number; column: string }
  | { kind: "derived"; operation: string; from: FigureSource[] }
  | { kind: "passage"; evidence_id: string; source: string; heading: string }
  | { kind: "memory"; key: string }
  | { kind: "question" }
  | { kind: "unbound" };

/** A number written in the answer; `start` and `end` are character offsets in the answer's Markdown, `value` in full units. */
export type Figure = {
  text: string;
  start: number;
  end: number;
  value: number;
  source: FigureSource;
};

export type MemoryKind = "finding" | "preference" | "context";

/** What stood under a key before and said something else; `saved_at` is an ISO instant. */
export type ReplacedMemory = { value: string; saved_at: string };

export type MemoryEvent = {
  type: "memory";
  action: "saved" | "recalled" | "deleted";
  memory_type: MemoryKind;
  key: string;
  value: string;
  replaces?: ReplacedMemory;
};

/** A document an answer leans on. */
export type Citation = {
  source: string;
  heading: string;
  evidence_id: string;
  start?: number;
  end?: number;
};

export type Usage = {
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
  /** What the conversation has cost until now, this turn included. */
  conversation_cost_usd?: number;
  warehouse_bytes: number;
  first_token_ms: number | null;
  ms: number;
};

export type DoneEvent = {
  type: "done";
  message_id: string;
  suggested_followups: string[];
  grade: Grade;
  citations: Citation[];
  usage: Usage;
  warnings: string[];
};

export type ErrorEvent = { type: "error"; code: string; message: string; retryable: boolean };

export type ContentEvent = { type: "content"; delta: string };

export type GroundingEvent = { type: "grounding"; figures: Figure[]; unbound: number };

/** A turn is a list of these, ending with exactly one `done` or `error`. */
export type TurnEvent =
  | ReasoningEvent
  | EvidenceEvent
  | ContentEvent
  | GroundingEvent
  | MemoryEvent
  | DoneEvent
  | ErrorEvent;

/** A whole turn as one object: the JSON form of DESIGN §6. */
export type TurnAnswer = {
  message_id: string;
  answer: string;
  reasoning: Omit<ReasoningEvent, "type">[];
  evidence: (Omit<TableEvidence, "type"> | Omit<DocumentEvidence, "type">)[];
  figures: Figure[];
  citations: Citation[];
  memories: Omit<MemoryEvent, "type">[];
  suggested_followups: string[];
  grade: Grade;
  usage: Usage | null;
  warnings: string[];
};
