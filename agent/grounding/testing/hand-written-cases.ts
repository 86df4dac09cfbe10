import { readFileSync } from "node:fs";
import type { GroundingContext } from "../bind-figures.ts";
import { HAND_WRITTEN_CONTEXT, HAND_WRITTEN_EVIDENCE } from "./hand-written-evidence.ts";

/** An answer with figures that are marked right or wrong; offsets are in `answer`. */
export type JudgedAnswer = {
  readonly context: GroundingContext;
  readonly answer: string;
  readonly figures: readonly { start: number; text: string; isTrue: boolean }[];
};

/** The answers of `testdata/hand-written.md`: `{{true}}` and `[[wrong]]` figures; a table is one answer. */
export function handWrittenAnswers(): readonly JudgedAnswer[] {
  const text = readFileSync(new URL("../testdata/hand-written.md", import.meta.url), "utf8");
  return text
    .split(/^# /m)
    .slice(1)
    .flatMap((section) => {
      const name = section.slice(0, section.indexOf("\n"));
      const evidence = HAND_WRITTEN_EVIDENCE[name] ?? [];
      const context = { question: "", memories: [], ...HAND_WRITTEN_CONTEXT[name], evidence };
      const blocks = section.slice(name.length).split(/\n(?!\|)/);
      return blocks.filter((block) => block.trim()).map((block) => judged(block, context));
    });
}

function judged(block: string, context: GroundingContext): JudgedAnswer {
  const figures: { start: number; text: string; isTrue: boolean }[] = [];
  let answer = "";
  let at = 0;
  for (const match of block.matchAll(/\{\{(.+?)\}\}|\[\[(.+?)\]\]/g)) {
    answer += block.slice(at, match.index);
    const text = match[1] ?? match[2] ?? "";
    figures.push({ start: answer.length, text, isTrue: match[1] !== undefined });
    answer += text;
    at = match.index + match[0].length;
  }
  return { context, answer: answer + block.slice(at), figures };
}
