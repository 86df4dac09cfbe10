import type { Metric } from "../../../semantic/model.ts";
import type { Reading } from "../reading/reading.ts";
import { unreadDenials } from "./denials.ts";
import { isDuration } from "./documents.ts";
import type { Frame } from "./frame.ts";
import type { Given } from "./given.ts";
import { unranked } from "./rows-order.ts";
import { isStillUnread } from "./still.ts";
import { heldAgainst } from "./unused.ts";

/** "Slowest topic to resolve", where no length of time is what is ranked. */
function speedUnread({ ranking, text, cues }: Reading, main: Metric | undefined): string[] {
  const isMoving = cues.has("moves") || cues.has("growth") || cues.has("up") || cues.has("down");
  const word = /\b(?:fastest|quickest|slowest)\b/i.exec(text)?.[0];
  return ranking?.speed && word !== undefined && !isMoving && !isDuration(main) ? [word] : [];
}

/** Words and limits that nothing in the frame answers to. */
export function unplacedIn(
  { reading, roles, world }: Given,
  rows: Pick<Frame, "intent" | "dataset" | "rankedBy"> & { readonly main: Metric | undefined },
): string[] {
  return [
    ...roles.unplaced,
    ...unreadDenials(reading, rows.intent, roles.filters),
    ...(isStillUnread(reading) ? ["still"] : []),
    ...speedUnread(reading, rows.main),
    ...heldAgainst(reading, world),
    ...unranked(reading, rows, world),
  ];
}
