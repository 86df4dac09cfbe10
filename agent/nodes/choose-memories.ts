import type { Memory, Recall } from "../store/memories.ts";

/**
 * What a prompt has room for, in bytes of UTF-8. No tokenizer makes more tokens of a text than it has bytes, so this is a bound on
 * tokens too; English has about four bytes a token (measured in the test).
 */
const MOST_BYTES = 8_000;

/** Entries of one kind. */
const MOST_ENTRIES = 20;

/** Each kind's part of the room, in this order; what one leaves, the next may have. */
const SHARES = { preferences: 0.35, findings: 0.4, context: 0.1, sessions: 0.15 } as const;

/**
 * As much of what is known as a prompt has room for, most useful first: what shares telling words with the question, then what is
 * newest. Of an entry that was made of old ones, those that are useful are taken one by one. Sessions are newest first.
 */
export function chooseMemories(recall: Recall, question: string, mostBytes = MOST_BYTES): Recall {
  const useful = byUse(question);
  let left = 0;
  const take = <T>(kind: keyof typeof SHARES, entries: readonly T[]): readonly T[] => {
    const taken = takeWithin(entries, left + SHARES[kind] * mostBytes);
    left = taken.left;
    return taken.entries;
  };
  return {
    preferences: take("preferences", useful(recall.preferences)),
    findings: take("findings", useful(recall.findings)),
    context: take("context", useful(recall.context)),
    sessions: take("sessions", recall.sessions),
  };
}

/** What has no room is passed over: a shorter one after it may have. */
function takeWithin<T>(all: readonly T[], room: number) {
  const entries: T[] = [];
  let left = room;
  for (const entry of all) {
    const bytes = Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (bytes > left || entries.length === MOST_ENTRIES) continue;
    entries.push(entry);
    left -= bytes;
  }
  return { entries, left };
}

function byUse(question: string) {
  const asked = wordsIn(question);
  return (memories: readonly Memory[]): readonly Memory[] => {
    const entries = newestOfEachKey(memories.flatMap((one) => one.earlier ?? [one]));
    const words = entries.map(({ key, value }) => wordsIn(`${key} ${value}`));
    const weights = new Map([...asked].map((word) => [word, weightOf(word, words)]));
    return entries
      .map((entry, index) => {
        const shared = [...asked].filter((word) => words[index]?.has(word));
        return { entry, use: shared.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0) };
      })
      .toSorted((a, b) => b.use - a.use)
      .map(({ entry }) => entry);
  };
}

/** The fewer entries have a word, the more it tells (BM25's measure). */
function weightOf(word: string, all: readonly ReadonlySet<string>[]): number {
  const having = all.filter((words) => words.has(word)).length;
  return Math.log(1 + (all.length - having + 0.5) / (having + 0.5));
}

function newestOfEachKey(memories: readonly Memory[]): readonly Memory[] {
  const keys = new Set<string>();
  return memories
    .toSorted((a, b) => (a.savedAt < b.savedAt ? 1 : -1))
    .filter(({ key }) => !keys.has(key) && keys.add(key));
}

function wordsIn(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\p{N}+|[\p{L}\p{N}]{2,}/gu) ?? [];
  return new Set(words.map((word) => (word.length > 3 ? word.replace(/s$/, "") : word)));
}
