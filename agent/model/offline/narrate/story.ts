import type { MemoryKind } from "../../../events.ts";
import { unescapeText } from "./markdown-table.ts";

/** Something the answer asks to keep. */
export type Keep = { readonly kind: MemoryKind; readonly key: string; readonly value: string };

/** An answer before it is text: Markdown blocks in order, questions that can follow, what to keep. */
export type Story = {
  readonly blocks: readonly string[];
  readonly followups: readonly string[];
  readonly keeps: readonly Keep[];
};

export function story(
  blocks: readonly (string | undefined)[],
  rest: Partial<Omit<Story, "blocks">> = {},
): Story {
  return {
    blocks: blocks.flatMap((block) => (block ? [block] : [])),
    followups: rest.followups ?? [],
    // A memory is text, not Markdown.
    keeps: (rest.keeps ?? []).map((keep) => ({ ...keep, value: unescapeText(keep.value) })),
  };
}
