import type { GeminiPart } from "./gemini-request.ts";

/** One answer of the stand-in; without `usage` tokens are counted from what was sent and what is said. */
export type GeminiReply = {
  readonly text?: string;
  readonly calls?: readonly {
    readonly name: string;
    readonly args: Record<string, unknown>;
    readonly id?: string;
  }[];
  readonly usage?: {
    readonly cached?: number;
    readonly thoughts?: number;
    readonly prompt?: number;
    readonly said?: number;
  };
};

/** What goes wrong with one request. `after` counts the pieces of a stream that still come. */
export type GeminiFault =
  | {
      readonly fault: "status";
      readonly status: number;
      readonly retryAfter?: string;
      readonly message?: string;
    }
  /** Nothing is ever said. */
  | { readonly fault: "hang" }
  /** It begins and then says nothing more. */
  | { readonly fault: "stall"; readonly after: number }
  /** The socket breaks. */
  | { readonly fault: "cut"; readonly after: number }
  /** The stream ends in order, without its end having been said. */
  | { readonly fault: "short"; readonly after: number }
  | { readonly fault: "wrong-json"; readonly after: number }
  /** An error in place of the next piece. */
  | { readonly fault: "error-inside"; readonly after: number; readonly status: number }
  | { readonly fault: "blocked" }
  | { readonly fault: "no-candidates" }
  /** A candidate without content. */
  | {
      readonly fault: "finish";
      readonly reason: string;
      readonly message?: string;
      readonly after?: number;
    };

/** Reports of tokens, as the API spells them; counts grow from piece to piece. */
export type GeminiUsage = {
  readonly promptTokenCount: number;
  readonly candidatesTokenCount: number;
  readonly totalTokenCount: number;
  readonly cachedContentTokenCount?: number;
  readonly thoughtsTokenCount?: number;
};

/** Tokens of a text, by the rule of thumb of four characters. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

/**
 * Tokens of what is said: words, and calls by name and arguments. The form in which they are sent does not count, nor the
 * analyst's comments and indents, which Gemini would not write.
 */
export function tokensIn(parts: readonly GeminiPart[]): number {
  const said = parts.map(({ text = "", functionCall: call }) =>
    call ? `${call.name} ${JSON.stringify(call.args)}` : text,
  );
  const written = said.join("").replaceAll(/-- metric_query: .*?\\n/g, "");
  return tokensOf(written.replaceAll(/(?:\\n|\s)+/g, " "));
}

/** Words in a piece of a stream. */
const PIECE_WORDS = 12;

/** The parts of a reply as a stream brings them: words in pieces, then each call whole. */
export function piecesOf({ text = "", calls = [] }: GeminiReply): GeminiPart[][] {
  const words = text.match(/\s*\S+/g) ?? [];
  const texts = Array.from({ length: Math.ceil(words.length / PIECE_WORDS) }, (_, i) => [
    { text: words.slice(i * PIECE_WORDS, (i + 1) * PIECE_WORDS).join("") },
  ]);
  const trailing = /\s+$/.exec(text)?.[0];
  if (trailing !== undefined) texts.push([{ text: trailing }]);
  return [...texts, ...toCallParts(calls).map((part) => [part])];
}

/** The parts of a reply as one body brings them. */
export function partsOf({ text = "", calls = [] }: GeminiReply): GeminiPart[] {
  return [...(text === "" ? [] : [{ text }]), ...toCallParts(calls)];
}

/** Of calls made at once the first carries the signature. */
function toCallParts(calls: NonNullable<GeminiReply["calls"]>): GeminiPart[] {
  return calls.map(({ name, args, id }, i) => ({
    functionCall: { name, args, ...(id !== undefined && { id }) },
    ...(i === 0 && { thoughtSignature: btoa(`signed ${name}`) }),
  }));
}
