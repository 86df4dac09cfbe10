import type { TimeRange } from "../../../semantic/time-range.ts";
import type { Scan } from "./scan.ts";

/** One thing that the sentence says after another. `at` is an index into `names` or `dates`. */
export type Part =
  | { readonly kind: "name"; readonly at: number }
  | { readonly kind: "date"; readonly at: number }
  | { readonly kind: "time"; readonly range: TimeRange }
  | { readonly kind: "other" }
  | { readonly kind: "word"; readonly text: string };

/** The sentence part by part, as it was masked; `ranges` are the periods by the index of their place holder. */
export function readOrder(
  { masked }: Pick<Scan, "masked">,
  ranges: ReadonlyMap<number, TimeRange>,
): readonly Part[] {
  return masked.split(" ").map((word): Part => {
    const holder = /^@([xtdn])(\d+)$/.exec(word);
    const at = Number(holder?.[2]);
    switch (holder?.[1]) {
      case "x":
        return { kind: "name", at };
      case "d":
        return { kind: "date", at };
      case "t": {
        const range = ranges.get(at);
        return range ? { kind: "time", range } : { kind: "other" };
      }
      case "n":
        return { kind: "other" };
      default:
        return { kind: "word", text: word };
    }
  });
}
