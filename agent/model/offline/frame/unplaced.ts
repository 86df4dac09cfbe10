import { unreadDenials } from "./denials.ts";
import { isDuration } from "./documents.ts";
import type { Frame } from "./frame.ts";
import type { Given } from "./given.ts";
import { unranked } from "./rows-order.ts";
import { isStillUnread } from "./still.ts";
import { heldAgainst } from "./unused.ts";
import { headlineMetric, metricNamed } from "./world.ts";

/** "Slowest topic to resolve", where no length of time is what is ranked. */
function speedUnread({ reading, roles, world, before }: Given): string[] {
  const { ranking, text, cues } = reading;
  const [name] = roles.metrics.length > 0 ? roles.metrics : (before?.metrics ?? []);
  const main = metricNamed(world, name ?? headlineMetric(world)?.name ?? "");
  const isMoving = cues.has("moves") || cues.has("growth") || cues.has("up") || cues.has("down");
  const word = /\b(?:fastest|quickest|slowest)\b/i.exec(text)?.[0];
  return ranking?.speed && word !== undefined && !isMoving && !isDuration(main) ? [word] : [];
}

/** Words and limits that nothing in the frame answers to. */
export function unplacedIn(
  given: Given,
  rows: Pick<Frame, "intent" | "dataset" | "rankedBy">,
): string[] {
  const { reading, roles, world } = given;
  return [
    ...roles.unplaced,
    ...unreadDenials(reading, rows.intent, roles.filters),
    ...(isStillUnread(reading) ? ["still"] : []),
    ...speedUnread(given),
    ...heldAgainst(reading, world),
    ...unranked(reading, rows, world),
  ];
}
