import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";

/** Rows of one result that Gemini is shown; more are only counted. */
const MAX_ROWS = 60;
/** Characters of one result that Gemini is shown, about 3,000 tokens: rows go from the end until it fits. */
const MAX_CHARACTERS = 12_000;
/** Characters of one value in it. */
const MAX_VALUE = 2_000;

/**
 * Takes the place of a signature where a call was not made by Gemini: Google's documents ask for exactly this word,
 * since from Gemini 3 on a step without a signature is refused.
 */
const UNSIGNED = "skip_thought_signature_validator";

/** The conversation as Gemini takes it: results bounded, and every call in the message that made it. */
export function toGeminiMessages(messages: readonly BaseMessage[], model: string): BaseMessage[] {
  return messages.map((message) => {
    if (ToolMessage.isInstance(message)) return boundResult(message);
    if (AIMessage.isInstance(message)) return withCalls(message, model);
    return message;
  });
}

/** True from Gemini 3 on, which signs its calls and wants its own temperature (its documents advise against a lower one). */
export function isThirdGeneration(model: string): boolean {
  return !/^gemini-(?:1|2)\b/.test(model);
}

/**
 * `ChatGoogle` sends the content of a message and not its `tool_calls`: calls that were not made by Gemini would be
 * left out, and their results refused.
 */
function withCalls(message: AIMessage, model: string): AIMessage {
  const calls = message.tool_calls ?? [];
  if (calls.length === 0) return message;
  const signatures = signaturesIn(message);
  const parts = calls.map(({ id, name, args }, i) => {
    const signature = signatures.get(i) ?? (i === 0 && isThirdGeneration(model) && UNSIGNED);
    return {
      type: "functionCall",
      functionCall: { name, args, ...(isOwn(id) && { id }) },
      ...(signature && { thoughtSignature: signature }),
    };
  });
  const text = message.text === "" ? [] : [{ type: "text", text: message.text }];
  return new AIMessage({ content: [...text, ...parts], tool_calls: calls });
}

/** By the place of the call. */
function signaturesIn({ content }: AIMessage): ReadonlyMap<number, string> {
  const made =
    typeof content === "string" ? [] : content.filter(({ type }) => type === "functionCall");
  return new Map(
    made.flatMap((block, i) => {
      const signature = "thoughtSignature" in block ? block["thoughtSignature"] : undefined;
      return typeof signature === "string" ? [[i, signature] as const] : [];
    }),
  );
}

/** False for an id that `ChatGoogle` made up and does not send with the result. */
function isOwn(id: string | undefined): id is string {
  return id !== undefined && !id.startsWith("lc-tool-call-");
}

function boundResult(message: ToolMessage): ToolMessage {
  const content = boundOutput(message.text);
  if (content === message.text) return message;
  const { tool_call_id, name } = message;
  return new ToolMessage({ content, tool_call_id, ...(name !== undefined && { name }) });
}

function boundOutput(text: string): string {
  const output = parseObject(text);
  const rows = output?.["data"];
  if (!output || !Array.isArray(rows)) return bound(text);
  const rest = shorter({ ...output, data: [] });
  const first = shorter(rows.slice(0, MAX_ROWS));
  const shown = first.slice(0, fitting(first, MAX_CHARACTERS - JSON.stringify(rest).length));
  const told = shown.length < rows.length && {
    rows_shown: shown.length,
    note: `Only the first ${shown.length} of ${rows.length} rows are shown: aggregate in SQL for what needs them all`,
  };
  return bound(JSON.stringify({ ...rest, data: shown, ...told }));
}

/** The same with every text in it bounded. */
function shorter<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "string" ? bound(part, MAX_VALUE) : part,
    ),
  ) as T;
}

/** How many rows there is room for. */
function fitting(rows: readonly unknown[], room: number): number {
  let left = room;
  const tooMany = rows.findIndex((row) => {
    left -= JSON.stringify(row).length + 1;
    return left < 0;
  });
  return tooMany < 0 ? rows.length : tooMany;
}

function bound(text: string, limit = MAX_CHARACTERS): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // Another version's tool: then its text is all there is.
  }
}
