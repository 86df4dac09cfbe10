import { z } from "zod";
import type { Fields } from "./documents.ts";
import type { Fold } from "./fold.ts";
import { StoredMemory } from "./memory-fields.ts";

/** What a folded entry's key begins with. */
export const EARLIER = "earlier_";

/** Where what has no topic in common goes. */
const OTHER = "other";

/** Memories that a folded one keeps word by word; of those before, it says how many they were. */
const MOST_KEPT = 40;
/** Characters of a value in it. */
const MOST_VALUE = 400;
/** Characters of its own words, which name the newest. */
const MOST_WORDS = 1_000;

const NOUNS = { finding: "findings", preference: "preferences", context: "notes" } as const;

type Memory = z.infer<typeof StoredMemory>;

const Folded = StoredMemory.extend({
  role: z.string(),
  topic: z.string().exactOptional(),
  count: z.number().exactOptional(),
  since: z.string().exactOptional(),
});

/** Old memories of a topic become one that keeps their keys, words, dates, conversations and evidence. Roles never mix. */
export const foldMemories: Fold = {
  groups: [
    (fields) => foldedId(roleOf(fields), topicIn(fields) ?? topicOf(String(fields["key"]))),
    (fields) => foldedId(roleOf(fields), OTHER),
  ],
  merge: (id, entries) => {
    const parsed = entries.map((fields) => Folded.parse(fields));
    const kept = newestOfEachKey(parsed.flatMap((one) => one.earlier ?? [plain(one)]));
    const [newest] = kept;
    if (!newest) throw new Error(`Cannot fold "${id}": there is nothing to fold`);
    const doubled = parsed.flatMap((one) => one.earlier ?? [one]).length - kept.length;
    const count = parsed.reduce((sum, one) => sum + (one.count ?? 1), 0) - doubled;
    const [since = newest.savedAt] = parsed.map((one) => one.since ?? one.savedAt).toSorted();
    const topic = id.slice(id.indexOf("/") + 1);
    return toFields({ role: roleOf(entries[0]), topic, count, since, earlier: kept });
  },
};

/** Ids of the folded entries that may hold a key. */
export function foldedIds(role: string, key: string): readonly string[] {
  return [...new Set([topicOf(key), OTHER])].map((topic) => foldedId(role, topic));
}

/** A role's folded entry on a topic; apart from any entry of a key, which has a colon there. */
export function foldedId(role: string, topic: string): string {
  return `${encodeURIComponent(role)}/${topic}`;
}

/** What is left of a folded entry without one key; undefined when that was all. */
export function withoutKey(fields: Fields, key: string): ReturnType<typeof toFields> | undefined {
  const { role, topic = OTHER, count = 0, since = "", earlier = [] } = Folded.parse(fields);
  const left = earlier.filter((one) => one.key !== key);
  if (left.length === 0) return undefined;
  return toFields({
    role,
    topic,
    since,
    earlier: left,
    count: count - earlier.length + left.length,
  });
}

type Parts = {
  readonly role: string;
  readonly topic: string;
  readonly count: number;
  readonly since: string;
  /** Newest first, at least one. */
  readonly earlier: readonly Memory[];
};

function toFields({ role, topic, count, since, earlier }: Parts) {
  const kept = earlier.slice(0, MOST_KEPT);
  const [newest] = kept;
  const kind = newest?.kind ?? "finding";
  const savedAt = newest?.savedAt ?? since;
  const value = words({ kind, topic, count, since, kept });
  const key = `${EARLIER}${topic}`;
  return { kind, key, value, savedAt, role, topic, count, since, earlier: kept };
}

type Words = Omit<Parts, "role" | "earlier"> & {
  readonly kind: Memory["kind"];
  readonly kept: readonly Memory[];
};

/** Says nothing that the entries did not say. */
function words({ kind, topic, count, since, kept }: Words): string {
  const until = kept[0]?.savedAt ?? since;
  const on = topic === OTHER ? "" : ` on ${topic}`;
  const lead = `${count} earlier ${NOUNS[kind]}${on}, ${day(since)} to ${day(until)}: `;
  let text = lead;
  for (const { value, savedAt } of kept) {
    const next = `${value} (${day(savedAt)}); `;
    if (text.length + next.length > MOST_WORDS && text !== lead) break;
    text += next;
  }
  return text.slice(0, -2);
}

function newestOfEachKey(memories: readonly Memory[]): readonly Memory[] {
  const keys = new Set<string>();
  return memories
    .toSorted((a, b) => (a.savedAt < b.savedAt ? 1 : -1))
    .filter(({ key }) => !keys.has(key) && keys.add(key));
}

function plain({ kind, key, value, savedAt, sessionId, evidence }: Memory): Memory {
  const short = value.length > MOST_VALUE ? `${value.slice(0, MOST_VALUE)}…` : value;
  return {
    kind,
    key,
    value: short,
    savedAt,
    ...(sessionId !== undefined && { sessionId }),
    ...(evidence && { evidence }),
  };
}

/** A key's first word: `revenue` of `q4_revenue_west`. */
function topicOf(key: string): string {
  const parts = key.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return parts.find((part) => /^\p{L}{3,60}$/u.test(part)) ?? OTHER;
}

function topicIn({ topic }: Fields): string | undefined {
  return typeof topic === "string" ? topic : undefined;
}

function roleOf(fields: Fields | undefined): string {
  return String(fields?.["role"]);
}

function day(instant: string): string {
  return instant.slice(0, 10);
}
