import { AIMessageChunk } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import fc from "fast-check";
import { wholeWords } from "./whole-words.ts";

function chunk(text: string): ChatGenerationChunk {
  return new ChatGenerationChunk({ text, message: new AIMessageChunk(text) });
}

async function* streamOf(pieces: readonly string[], end?: Error) {
  for (const piece of pieces) yield chunk(piece);
  if (end) throw end;
}

async function read(chunks: AsyncIterable<ChatGenerationChunk>): Promise<string[]> {
  const texts: string[] = [];
  try {
    for await (const { message } of wholeWords(chunks)) texts.push(message.text);
  } catch {
    // The stream breaks where the test says so.
  }
  return texts;
}

const pieces = fc.array(fc.string({ unit: fc.constantFrom("a", "4", ".", " ", "\n", "$") }));

describe("wholeWords()", () => {
  test("gives the same text", async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (given) => {
        expect((await read(streamOf(given))).join("")).toBe(given.join(""));
      }),
    );
  });

  test("leaves nothing but whole words of a stream that breaks off", async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (given) => {
        const text = (await read(streamOf(given, new Error("cut")))).join("");
        expect(given.join("").startsWith(text)).toBe(true);
        expect(text).toMatch(/(?:^|\s)$/);
      }),
    );
  });
});
