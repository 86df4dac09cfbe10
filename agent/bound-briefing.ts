import type { Briefing } from "./briefing.ts";

/** Characters of a briefing, about 4,000 tokens; a usual one has a fifth. */
const MAX_CHARACTERS = 16_000;
/** Characters of one text in it. */
const MAX_TEXT = 2_000;

/** Lists of a briefing, what an answer leans on most first; each is newest or nearest first. */
const LISTS = ["preferences", "passages", "verified", "findings", "context", "sessions"] as const;

/** As much of the briefing as a prompt has room for: of each list what comes first, long texts by their beginning. */
export function boundBriefing(briefing: Briefing, limit = MAX_CHARACTERS): Briefing {
  const short = shorten(briefing);
  const bounded = { ...short };
  let left = limit;
  for (const list of LISTS) {
    const room = left;
    const kept = takeWhileRoom(short[list] as readonly unknown[], room);
    left = room - JSON.stringify(kept).length;
    Object.assign(bounded, { [list]: kept });
  }
  return bounded;
}

function takeWhileRoom(items: readonly unknown[], room: number): readonly unknown[] {
  let left = room;
  const tooMany = items.findIndex((item) => {
    left -= JSON.stringify(item).length + 1;
    return left < 0;
  });
  return tooMany < 0 ? items : items.slice(0, tooMany);
}

function shorten(briefing: Briefing): Briefing {
  return JSON.parse(
    JSON.stringify(briefing, (_, part: unknown) =>
      typeof part === "string" && part.length > MAX_TEXT ? `${part.slice(0, MAX_TEXT)}…` : part,
    ),
  ) as Briefing;
}
