import type { z } from "zod";
import type { Limits } from "../config.ts";
import type { OpenWorkspace } from "../deps.ts";
import type { EvidenceEvent, MemoryEvent, ReasoningTool } from "../events.ts";
import type { Gate } from "../governance/gate.ts";
import type { Note } from "../governance/notes.ts";
import type { Policy } from "../policy.ts";
import type { Memories } from "../store/memories.ts";

/** What a tool may use. `signal` aborts at the tool's own deadline or with the turn. */
export type ToolContext = {
  readonly open: OpenWorkspace;
  readonly policy: Policy;
  readonly sessionId: string;
  /** Of the turn. */
  readonly messageId: string;
  readonly memories: Memories;
  /** The one way to the sources. */
  readonly gate: Gate;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Makes evidence ids, `E1`, `E2`, …, unique in the turn. */
  readonly nextEvidenceId: () => string;
  /** What the turn had found before this call, `<message id>:<evidence id>`. */
  readonly evidence?: readonly string[];
};

/** `output` is what the model sees, as JSON; `failed` holds words for people when the call did not work. */
export type ToolOutcome = {
  readonly output: Readonly<Record<string, unknown>>;
  readonly evidence?: EvidenceEvent;
  readonly memory?: MemoryEvent;
  readonly results?: number;
  /** What the call cost, where that is known. */
  readonly costUsd?: number;
  /** What whoever reads the answer must know of how it came about. */
  readonly warning?: string;
  /** Set when who asks may not know it, in words. */
  readonly denied?: string;
  /** What was kept back of the figures, in sentences. */
  readonly notes?: readonly Note[];
  readonly failed?: string;
};

/** A tool as the graph runs it. `name` and `input` are what the model is told. */
export type AgentTool = {
  readonly name: ReasoningTool;
  readonly description: string;
  readonly input: z.ZodObject;
  /** True where the workspace has what the tool asks. */
  offered(open: OpenWorkspace): boolean;
  /** The step in words for people, from the arguments of a call. */
  label(input: unknown, open: OpenWorkspace): string;
  /** The query or words of the call, for the trace. */
  query(input: unknown): string | undefined;
  /** @throws {TurnError} when a service is down; the reason of `signal` when that aborts. */
  run(input: unknown, context: ToolContext): Promise<ToolOutcome>;
};

type Typed<I> = {
  readonly name: ReasoningTool;
  readonly description: string;
  readonly input: z.ZodObject & z.ZodType<I>;
  offered?(open: OpenWorkspace): boolean;
  label(input: I, open: OpenWorkspace): string;
  query?(input: I): string;
  run(input: I, context: ToolContext): Promise<ToolOutcome>;
};

/** A tool whose arguments are checked before it sees them; wrong ones are a result that names each mistake. */
export function defineTool<I>(tool: Typed<I>): AgentTool {
  const { input: schema } = tool;
  const parse = (input: unknown) => schema.safeParse(input);
  return {
    name: tool.name,
    description: tool.description,
    input: schema,
    offered: (open) => tool.offered?.(open) ?? true,
    label: (input, open) => {
      const parsed = parse(input);
      return parsed.success ? tool.label(parsed.data, open) : tool.name;
    },
    query: (input) => {
      const parsed = parse(input);
      return parsed.success ? tool.query?.(parsed.data) : undefined;
    },
    run: async (input, context) => {
      const parsed = parse(input);
      if (parsed.success) return tool.run(parsed.data, context);
      const mistakes = parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`);
      const error = `Cannot run ${tool.name}: ${mistakes.join("; ")}`;
      return { output: { success: false, error }, failed: "The step was given wrong arguments" };
    },
  };
}
