import type { Tiktoken } from "js-tiktoken/lite";

/** Counts the tokens of a text as OpenAI's `cl100k_base` does: the unit in which chunks are measured (DESIGN §5). */
export type CountTokens = (text: string) => number;

let loading: Promise<Tiktoken> | undefined;

/** The tables are large (0.2 s), so they are loaded when the first changed document has to be cut. */
export async function loadTokenCounter(): Promise<CountTokens> {
  loading ??= load();
  const encoder = await loading;
  return (text) => encoder.encode(text, [], []).length;
}

async function load(): Promise<Tiktoken> {
  const [{ Tiktoken }, { default: ranks }] = await Promise.all([
    import("js-tiktoken/lite"),
    import("js-tiktoken/ranks/cl100k_base"),
  ]);
  return new Tiktoken(ranks);
}
