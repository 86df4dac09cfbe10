import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { splitFollowups } from "../nodes/split-followups.ts";
import { FOLLOWUPS_MARK } from "../prompts.ts";
import type { GeminiReply } from "./gemini-reply.ts";
import type { GeminiContent, GeminiPart, GeminiRequest } from "./gemini-request.ts";

/** What a model says that has neither words nor calls: Gemini always says something. */
const NOTHING_TO_SAY = "READY";

/** What `model` answers to a request of the Gemini API: it is sent what the request carries, and nothing else. */
export async function askAnalyst(
  model: BaseChatModel,
  request: GeminiRequest,
): Promise<GeminiReply> {
  const declared = request.tools?.flatMap(({ functionDeclarations }) => functionDeclarations) ?? [];
  const tools = declared.map(({ name, description, parameters }) => ({
    name,
    description,
    schema: (parameters ?? {}) as Record<string, unknown>,
  }));
  const bound = tools.length > 0 ? model.bindTools?.(tools) : undefined;
  const reply = await (bound ?? model).invoke(toMessages(request));
  const calls = (reply.tool_calls ?? []).map(({ name, args, id }) => ({
    name,
    args,
    ...(id !== undefined && { id }),
  }));
  const text = isAskedForMore(request) ? reply.text : splitFollowups(reply.text).text;
  if (calls.length > 0) return { text, calls };
  return { text: text || NOTHING_TO_SAY };
}

/** The analyst always adds what could be asked next; Gemini does where its prompt says so. */
function isAskedForMore({ systemInstruction }: GeminiRequest): boolean {
  return systemInstruction?.parts.some(({ text }) => text?.includes(FOLLOWUPS_MARK)) ?? false;
}

/** A request as the messages it was made from. */
export function toMessages({ systemInstruction, contents }: GeminiRequest): BaseMessage[] {
  const system = systemInstruction?.parts.map(({ text = "" }) => text).join("\n\n");
  return [
    ...(system === undefined ? [] : [new SystemMessage(system)]),
    ...contents.flatMap((content, i) =>
      content.role === "model"
        ? [toReply(content, contents[i + 1])]
        : toAsked(content, contents[i - 1]),
    ),
  ];
}

function toReply(content: GeminiContent, next: GeminiContent | undefined): AIMessage {
  const ids = callIds(content, next);
  return new AIMessage({
    content: content.parts.map(({ text = "" }) => text).join(""),
    tool_calls: callsIn(content).map(({ name, args = {} }, i) => ({
      type: "tool_call" as const,
      name,
      args,
      id: ids[i] ?? "",
    })),
  });
}

/** Questions, or the results of the calls that stand at the same places. */
function toAsked(content: GeminiContent, before: GeminiContent | undefined): BaseMessage[] {
  const ids = before ? callIds(before, content) : [];
  return content.parts.map((part, i) => toQuestionOrResult(part, ids[i] ?? ""));
}

function toQuestionOrResult({ text = "", functionResponse }: GeminiPart, id: string): BaseMessage {
  if (!functionResponse) return new HumanMessage(text);
  const { name, response } = functionResponse;
  const result = response["result"] ?? response;
  const content = typeof result === "string" ? result : JSON.stringify(result);
  return new ToolMessage({ name, tool_call_id: id, content });
}

/** A call and its result may both carry its id, either, or neither: then the place tells. */
function callIds(content: GeminiContent, next: GeminiContent | undefined): string[] {
  return callsIn(content).map(
    ({ id }, i) => id ?? next?.parts[i]?.functionResponse?.id ?? `call-${i}`,
  );
}

function callsIn({ parts }: GeminiContent) {
  return parts.flatMap(({ functionCall }) => functionCall ?? []);
}
