import type { Metric } from "../../../semantic/model.ts";
import type { Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import { doerField } from "./implied.ts";
import { valueMeanings } from "./named.ts";
import type { World } from "./world.ts";

/** "Who": those that act; after members that stand side by side, one of those. */
export function doersOf(
  reading: Reading,
  main: Metric | undefined,
  { world, before }: { readonly world: World; readonly before: Frame | undefined },
): readonly string[] {
  const isOfBefore = reading.cues.has("ahead") && (before?.dimensions.length ?? 0) > 0;
  const isOfTwo = reading.names.filter((name) => valueMeanings(name).length > 0).length > 1;
  const field =
    reading.who && main && !isOfBefore && !isOfTwo
      ? doerField(main, world, reading.names)
      : undefined;
  return field === undefined ? [] : [field];
}
