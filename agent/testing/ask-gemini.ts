import { type AIMessageChunk, HumanMessage, SystemMessage } from "@langchain/core/messages";
import { z } from "zod";
import { TurnError } from "../failure.ts";
import { createGemini } from "../model/gemini.ts";
import { type GeminiStandIn, STAND_IN_KEY, STAND_IN_MODEL } from "./gemini-stand-in.ts";

export const ASKED = [new SystemMessage("Be brief."), new HumanMessage("How many?")];

const TOOLS = [
  { name: "look_up", description: "Looks up", schema: z.strictObject({ q: z.string() }) },
  { name: "note", description: "Notes", schema: z.strictObject({ text: z.string().nullable() }) },
];

/** A client of the stand-in. */
export function geminiOf(
  { baseUrl }: GeminiStandIn,
  more: Partial<Parameters<typeof createGemini>[0]> = {},
) {
  const config = { kind: "gemini", apiKey: STAND_IN_KEY, model: STAND_IN_MODEL, baseUrl } as const;
  return createGemini({ ...config, ...more });
}

/** The same with two tools, `look_up` and `note`. */
export function withTools(google: GeminiStandIn) {
  const bound = geminiOf(google).bindTools?.(TOOLS);
  if (!bound) throw new Error("Gemini takes tools");
  return bound;
}

type Streaming = {
  stream(asked: typeof ASKED): Promise<AsyncIterable<AIMessageChunk>>;
};

/** What was shown of a streamed reply, the reply as one, and why it ended early. */
export async function readStream(model: Streaming) {
  let text = "";
  let whole: AIMessageChunk | undefined;
  try {
    for await (const chunk of await model.stream(ASKED)) {
      text += chunk.text;
      whole = whole ? whole.concat(chunk) : chunk;
    }
    return { text, whole };
  } catch (thrown) {
    return { text, whole, failure: thrown instanceof TurnError ? thrown.failure : thrown };
  }
}
