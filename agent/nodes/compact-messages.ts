import { AIMessage, type BaseMessage, RemoveMessage, ToolMessage } from "@langchain/core/messages";

/** Turns of a conversation that the model still sees. */
const WINDOW_TURNS = 12;
/** Rows of an earlier result that stay in the conversation. */
const PREVIEW_ROWS = 5;
/** Characters of an earlier passage, or of any one value, that stay in the conversation. */
const PREVIEW_CHARACTERS = 300;

/**
 * Changes that leave of a conversation what a model needs of it, so that the 200th turn costs what the 5th did: turns
 * before the window go as a whole, results shrink to previews, and so does what a stopped turn left behind: no call
 * stays without its result, no result without its call.
 */
export function compactMessages(messages: readonly BaseMessage[]): BaseMessage[] {
  const questions = messages.flatMap((message, i) => (message.getType() === "human" ? [i] : []));
  const from = questions.at(-WINDOW_TURNS) ?? 0;
  const paired = pairedCalls(messages);
  return messages.flatMap((message, i) => {
    const kept = i < from ? undefined : shrink(message, paired);
    if (kept === message || message.id === undefined) return [];
    return [kept ?? new RemoveMessage({ id: message.id })];
  });
}

/** Messages of calls that all have their results directly behind them, and those results, one a call. */
function pairedCalls(messages: readonly BaseMessage[]): ReadonlySet<BaseMessage> {
  const paired = new Set<BaseMessage>();
  for (const [i, message] of messages.entries()) {
    const behind = resultsFrom(messages, i + 1);
    const results = callsOf(message).map(({ id }) =>
      behind.find(({ tool_call_id }) => tool_call_id === id),
    );
    if (results.length === 0 || results.includes(undefined)) continue;
    for (const one of [message, ...results]) if (one) paired.add(one);
  }
  return paired;
}

/** The results that stand without a gap from there on. */
function resultsFrom(messages: readonly BaseMessage[], from: number): ToolMessage[] {
  const results: ToolMessage[] = [];
  for (const message of messages.slice(from)) {
    if (!ToolMessage.isInstance(message)) break;
    results.push(message);
  }
  return results;
}

function callsOf(message: BaseMessage) {
  return AIMessage.isInstance(message) ? (message.tool_calls ?? []) : [];
}

/** The same message when nothing changes; undefined when it goes. */
function shrink(message: BaseMessage, paired: ReadonlySet<BaseMessage>): BaseMessage | undefined {
  if (ToolMessage.isInstance(message)) {
    return paired.has(message) ? shrinkResult(message) : undefined;
  }
  if (callsOf(message).length === 0 || paired.has(message)) return message;
  // An answer keeps its words when what it wanted to keep in memory goes.
  if (message.text === "") return undefined;
  return new AIMessage({ content: message.text, ...(message.id && { id: message.id }) });
}

function shrinkResult(message: ToolMessage): ToolMessage {
  const content = preview(message.text);
  if (content === message.text) return message;
  const { id, tool_call_id, name, status } = message;
  return new ToolMessage({
    content,
    tool_call_id,
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(status && { status }),
  });
}

function preview(content: string): string {
  const output = parseJson(content);
  if (typeof output !== "object" || output === null) return content.slice(0, PREVIEW_CHARACTERS);
  const rows = "data" in output && Array.isArray(output.data) ? output.data : [];
  const fewer = rows.length > PREVIEW_ROWS && {
    data: rows.slice(0, PREVIEW_ROWS),
    preview: true,
  };
  return JSON.stringify({ ...output, ...fewer }, shorten);
}

function shorten(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.slice(0, PREVIEW_CHARACTERS) : value;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined; // Another version's tool, or another's message: then only its beginning stays.
  }
}
