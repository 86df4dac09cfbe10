import { driverFields } from "../plan/drivers.ts";
import type { Frame } from "./frame.ts";
import type { Given } from "./given.ts";
import type { Chosen } from "./parts.ts";
import { fieldLabel } from "./roles.ts";

const SPLIT =
  /\b(?:break|broken|breaking|split|splitting|drill)\b.*\b(?:down|up|out|into)\b|\b(?:breakdown|break ?down|composition|split|made up of|consists? of)\b/i;

/** "Break down Q4 revenue": by what, is left open; the first way to divide it, with the others said. */
export function splitPart(
  { reading, world }: Pick<Given, "reading" | "world">,
  { intent, main }: Chosen,
  frame: Frame,
): { readonly dimensions?: readonly string[]; readonly assumed: readonly string[] } {
  if (intent !== "value" || !main || frame.dimensions.length > 0 || !SPLIT.test(reading.text))
    return { assumed: [] };
  const [chief, ...others] = driverFields({ main }, frame, world);
  if (chief === undefined) return { assumed: [] };
  const more = others.slice(0, 2).map((id) => fieldLabel(world, id));
  const also = more.length > 0 ? ` (it can also be by ${more.join(" or ")})` : "";
  return {
    dimensions: [chief],
    assumed: [
      `Nothing was named to divide it by, so this is by ${fieldLabel(world, chief)}${also}`,
    ],
  };
}
