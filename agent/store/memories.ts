import type { MemoryKind } from "../events.ts";
import type { Policy } from "../policy.ts";
import { type Entry, putBounded, removeBounded } from "./bounded-list.ts";
import type { DocumentPath, Documents, StoredDocument } from "./documents.ts";
import type { EntryFields } from "./fold.ts";
import { EARLIER, foldedId, foldedIds, foldMemories, withoutKey } from "./fold-memories.ts";
import { foldSessions, newest as newestOf } from "./fold-sessions.ts";
import { StoredMemory, StoredSummary } from "./memory-fields.ts";
import { takeBack } from "./take-back.ts";

/** Something worth keeping about a user's work. `savedAt` is an ISO instant; `evidence` names what it rests on. */
export type Memory = {
  readonly kind: MemoryKind;
  readonly key: string;
  readonly value: string;
  readonly savedAt: string;
  readonly sessionId?: string;
  readonly evidence?: readonly string[];
  /** What stood under the key before and said something else. */
  readonly replaced?: { readonly value: string; readonly savedAt: string };
  /** The entries that this one, the oldest of a topic, was made of; newest first. */
  readonly earlier?: readonly Memory[];
};

/** What a conversation was about. `date` is the ISO date of its last turn. */
export type SessionSummary = {
  readonly sessionId: string;
  readonly date: string;
  /** Oldest first, as are the findings. */
  readonly topics: readonly string[];
  readonly keyFindings: readonly string[];
  /** How many conversations this one, an old month's or year's, was made of; `sessionId` then names the month or year. */
  readonly sessions?: number;
};

/** Newest first in every list. */
export type Recall = {
  readonly preferences: readonly Memory[];
  readonly findings: readonly Memory[];
  readonly context: readonly Memory[];
  readonly sessions: readonly SessionSummary[];
};

/**
 * What outlives a conversation, one user and workspace at a time. What was kept under one role is not told under another. A key that
 * exists is replaced, never doubled.
 */
export type Memories = {
  /** At most `limit` of each kind. Empty lists for an unknown user. */
  recall(policy: Policy, limit?: number): Promise<Recall>;
  /** `replaced` is what stood under the key before, when it said something else; the newer entry names it too. */
  save(policy: Policy, memory: Memory): Promise<{ replaced?: Memory }>;
  /** Adds to what is known of the session; its newest topics and findings stay. */
  saveSession(policy: Policy, summary: SessionSummary): Promise<void>;
  /** What summaries of conversations say of it goes as well. False when there was nothing to forget. */
  forget(policy: Policy, kind: MemoryKind, key: string): Promise<boolean>;
  /** Forgets everything of the user in the workspace, under every role, sessions' summaries included; how many entries went. */
  clear(policy: Policy): Promise<number>;
};

/** Where each kind stands beneath `users/{user}/workspaces/{workspace}`. */
const LISTS = { preference: "preferences", finding: "findings", context: "context" } as const;
const SESSIONS = "sessions";

/** The collections of memories beneath a user's workspace. */
export const MEMORY_LISTS: readonly string[] = [...Object.values(LISTS), SESSIONS];

export type MemoryOptions = {
  /** Unix ms. */
  readonly now?: () => number;
  /** How many entries a list holds before its oldest are folded into few. Default 100. */
  readonly mostEntries?: number;
};

export function createMemories(documents: Documents, options: MemoryOptions = {}): Memories {
  const { now = Date.now, mostEntries: most = 100 } = options;
  const newest = (policy: Policy, list: string, limit: number) =>
    documents.query({
      from: [...workspacePath(policy), list],
      where: [{ field: "role", is: "=", value: policy.role }],
      orderBy: { field: "savedAt", direction: "descending" },
      limit,
    });
  /** The entry that old ones were folded into, when it holds the key. */
  const findFolded = async (policy: Policy, list: string, key: string) => {
    const owner = workspacePath(policy);
    const ids = foldedIds(policy.role, key);
    const found = await documents.getMany(ids.map((id) => [...owner, list, id]));
    return found
      .flatMap((document) => {
        const held = document && toMemory(document).earlier?.find((one) => one.key === key);
        return held ? { document, earlier: held } : [];
      })
      .at(0);
  };
  /** Takes a key out of a folded entry, if it is in one; when that changes meanwhile it stays, dated, beside the newer one. */
  const unfold = async (policy: Policy, list: string, key: string): Promise<boolean> => {
    const { document } = (await findFolded(policy, list, key)) ?? {};
    if (!document) return false;
    const { path, fields, version } = document;
    const left = withoutKey(fields, key);
    if (left) await documents.commit([{ kind: "put", path, fields: left, when: { version } }]);
    else {
      const owner = workspacePath(policy);
      await removeBounded(documents, { owner, list, id: path.at(-1) ?? "" });
    }
    return true;
  };
  return {
    recall: async (policy, limit = 20) => {
      const [preferences = [], findings = [], context = [], sessions = []] = await Promise.all(
        MEMORY_LISTS.map((list) => newest(policy, list, limit)),
      );
      return {
        preferences: preferences.map(toMemory),
        findings: findings.map(toMemory),
        context: context.map(toMemory),
        sessions: sessions.map(({ fields }) => StoredSummary.parse(fields)),
      };
    },
    save: async (policy, memory) => {
      const list = LISTS[memory.kind];
      const entry = entryOf(policy, list, memory.key);
      const folded = await findFolded(policy, list, memory.key);
      const before = (found: StoredDocument | undefined) =>
        found ? toMemory(found) : folded?.earlier;
      const next = (found: StoredDocument | undefined) => ({
        ...withReplaced(memory, before(found)),
        role: policy.role,
      });
      const previous = before(
        await putBounded(documents, entry, { next, most, fold: foldMemories }),
      );
      // Looked for anew: the put may have folded more into it.
      if (folded) await unfold(policy, list, memory.key);
      const isNews = previous && previous.value !== memory.value;
      return isNews && previous.savedAt <= memory.savedAt ? { replaced: previous } : {};
    },
    saveSession: async (policy, summary) => {
      const entry = entryOf(policy, SESSIONS, summary.sessionId);
      const savedAt = new Date(now()).toISOString();
      const next = (found: StoredDocument | undefined): EntryFields => {
        const before = found && StoredSummary.parse(found.fields);
        return {
          ...summary,
          topics: newestOf([...(before?.topics ?? []), ...summary.topics]),
          keyFindings: newestOf([...(before?.keyFindings ?? []), ...summary.keyFindings]),
          savedAt,
          role: policy.role,
        };
      };
      await putBounded(documents, entry, { next, most, fold: foldSessions });
    },
    forget: async (policy, kind, key) => {
      const list = LISTS[kind];
      const entry = entryOf(policy, list, key);
      const from = [...entry.owner, SESSIONS];
      const kept = await documents.get([...entry.owner, list, entry.id]);
      const folded = await findFolded(policy, list, key);
      // Before it goes itself, so that a forgetting that was cut short can be asked for again.
      for (const memory of [kept && toMemory(kept), folded?.earlier]) {
        if (memory) await takeBack(documents, { from, role: policy.role }, memory);
      }
      const removed = await removeBounded(documents, entry);
      const unfolded = await unfold(policy, list, key);
      if (removed || unfolded) return true;
      if (!key.startsWith(EARLIER)) return false;
      const id = foldedId(policy.role, key.slice(EARLIER.length));
      const owner = workspacePath(policy);
      return (await removeBounded(documents, { owner, list, id })) !== undefined;
    },
    clear: async (policy) => {
      const owner = workspacePath(policy);
      const lists = await Promise.all(
        MEMORY_LISTS.map((list) => documents.query({ from: [...owner, list] })),
      );
      await documents.deleteTree(owner);
      return lists.flat().reduce((sum, { fields }) => sum + Number(fields["count"] ?? 1), 0);
    },
  };
}

function workspacePath({ userId, workspace }: Policy): DocumentPath {
  return ["users", userId, "workspaces", workspace];
}

/** The role is part of the id, so that two roles' memories under one key stay apart. */
function entryOf(policy: Policy, list: string, key: string): Entry {
  const id = `${encodeURIComponent(policy.role)}:${key}`;
  return { owner: workspacePath(policy), list, id };
}

/** With what it says otherwise than before; a memory that is only said again keeps what it replaced. */
function withReplaced(memory: Memory, before: Memory | undefined): Memory {
  if (!before) return memory;
  const { value, savedAt, replaced } = before;
  if (value !== memory.value) return { ...memory, replaced: { value, savedAt } };
  return replaced ? { ...memory, replaced } : memory;
}

function toMemory({ fields }: StoredDocument): Memory {
  return StoredMemory.parse(fields);
}
