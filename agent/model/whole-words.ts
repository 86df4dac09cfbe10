import { AIMessageChunk } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";

/**
 * The same text in pieces that end where a word does, so that a stream that breaks off never leaves half a number
 * behind. Pieces that are not plain text pass as they are, after what was held back.
 */
export async function* wholeWords(
  chunks: AsyncIterable<ChatGenerationChunk>,
): AsyncGenerator<ChatGenerationChunk> {
  let held = "";
  for await (const chunk of chunks) {
    const isText = typeof chunk.message.content === "string";
    const text = held + (isText ? chunk.text : "");
    const end = isText ? text.search(/\S*$/) : text.length;
    held = text.slice(end);
    if (isText) {
      yield withText(chunk, text.slice(0, end));
    } else {
      if (text !== "") yield plain(text);
      yield chunk;
    }
  }
  if (held !== "") yield plain(held);
}

function withText(chunk: ChatGenerationChunk, text: string): ChatGenerationChunk {
  const message = chunk.message as AIMessageChunk;
  const { tool_calls, tool_call_chunks, usage_metadata, response_metadata } = message;
  // The block that the text came in would bring it back: LangChain reads a message's text from there.
  const { originalTextContentBlock: _, ...additional_kwargs } = message.additional_kwargs;
  return new ChatGenerationChunk({
    text,
    message: new AIMessageChunk({
      content: text,
      additional_kwargs,
      response_metadata,
      ...(tool_calls === undefined ? {} : { tool_calls }),
      ...(tool_call_chunks === undefined ? {} : { tool_call_chunks }),
      ...(usage_metadata === undefined ? {} : { usage_metadata }),
    }),
    ...(chunk.generationInfo && { generationInfo: chunk.generationInfo }),
  });
}

function plain(text: string): ChatGenerationChunk {
  return new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) });
}
