import { AIMessage, type BaseMessage, RemoveMessage, ToolMessage } from "@langchain/core/messages";

/** Turns of a conversation that the model still sees. */
const WINDOW_TURNS = 12;
/** Rows of an earlier result that stay in the conversation. */
const PREVIEW_ROWS = 5;
/** Characters of an earlier passage that stay in the conversation. */
const PREVIEW_CHARACTERS = 300;

/**
 * What a finished turn leaves behind, so that the 200th turn costs what the 5th did: turns before the window go as a
 * whole (no call without its result), results of this turn shrink to previews, calls that kept something go.
 */
export function compactMessages(messages: readonly BaseMessage[]): BaseMessage[] {
  const questions = messages.flatMap((message, i) => (message.getType() === "human" ? [i] : []));
  const from = questions.at(-WINDOW_TURNS) ?? 0;
  const gone = messages
    .slice(0, from)
    .flatMap(({ id }) => (id === undefined ? [] : [new RemoveMessage({ id })]));
  return [...gone, ...messages.slice(from).flatMap(shrink)];
}

function shrink(message: BaseMessage): BaseMessage[] {
  const id = message.id;
  if (id === undefined) return [];
  if (ToolMessage.isInstance(message)) {
    const content = preview(message.text);
    if (content === message.text) return [];
    const { tool_call_id, name, status } = message;
    return [
      new ToolMessage({
        id,
        content,
        tool_call_id,
        ...(name !== undefined && { name }),
        ...(status && { status }),
      }),
    ];
  }
  const keeps =
    AIMessage.isInstance(message) && message.text !== "" && (message.tool_calls?.length ?? 0) > 0;
  return keeps ? [new AIMessage({ id, content: message.text })] : [];
}

function preview(content: string): string {
  const output: unknown = JSON.parse(content);
  if (typeof output !== "object" || output === null) return content;
  if ("data" in output && Array.isArray(output.data) && output.data.length > PREVIEW_ROWS) {
    return JSON.stringify({ ...output, data: output.data.slice(0, PREVIEW_ROWS), preview: true });
  }
  if ("results" in output && Array.isArray(output.results)) {
    return JSON.stringify({ ...output, results: output.results.map(shortPassage) });
  }
  return content;
}

function shortPassage(passage: unknown): unknown {
  if (typeof passage !== "object" || passage === null || !("content" in passage)) return passage;
  return { ...passage, content: String(passage.content).slice(0, PREVIEW_CHARACTERS) };
}
