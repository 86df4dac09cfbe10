import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { HumanMessage } from "@langchain/core/messages";
import { isTableTool, TABLE_TOOLS } from "../table-tools.ts";

const TOOLS = TABLE_TOOLS.map((name) => ({
  ...{ type: "function", name, function: { name, parameters: {} } },
}));

/** Those of the questions that the analyst would ask the data for, each once, in their order. */
export async function answerable(
  questions: readonly string[],
  analyst: BaseChatModel,
): Promise<readonly string[]> {
  const asked = [...new Set(questions)];
  const can = await Promise.all(asked.map((question) => canAnswer(question, analyst)));
  return asked.filter((_, i) => can[i]);
}

async function canAnswer(question: string, analyst: BaseChatModel): Promise<boolean> {
  const planner = analyst.bindTools?.(TOOLS);
  const reply = await planner?.invoke([new HumanMessage(question)]);
  return (reply?.tool_calls ?? []).some(({ name }) => isTableTool(name));
}
