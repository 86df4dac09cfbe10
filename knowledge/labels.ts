import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import type { Located } from "./located.ts";

/** Kinds of questions; `none` are those that no document answers. */
export const KINDS = ["plain", "paraphrase", "typo", "keywords", "agent", "multi", "none"] as const;

const Labels = z.array(
  z.strictObject({
    question: z.string().min(1),
    kind: z.enum(KINDS),
    relevant: z.array(z.string().includes(" # ")).default([]),
    also: z.array(z.string().includes(" # ")).default([]),
  }),
);

/** A question with its passages as "source # heading": those that must be found, and those that may be. */
export type Label = z.infer<typeof Labels>[number];

/** A passage as labels name it. */
export function placeOf(chunk: Located): string {
  return `${chunk.source} # ${chunk.headings.join(" > ") || chunk.title}`;
}

/** @throws {Error} naming what is wrong in the file, or passages that it names and `places` lacks. */
export async function readLabels(
  path: string,
  places: ReadonlySet<string>,
): Promise<readonly Label[]> {
  const labels = Labels.parse(parse(await readFile(path, "utf8")));
  const lost = labels
    .flatMap(({ relevant, also }) => [...relevant, ...also])
    .filter((place) => !places.has(place));
  if (lost.length > 0)
    throw new Error(`Cannot find passages of ${path}: ${[...new Set(lost)].join("; ")}`);
  return labels;
}
