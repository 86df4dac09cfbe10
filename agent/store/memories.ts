import { z } from "zod";
import type { MemoryKind } from "../events.ts";
import type { Policy } from "../policy.ts";
import { type Entry, putBounded, removeBounded } from "./bounded-list.ts";
import type { DocumentPath, Documents, StoredDocument } from "./documents.ts";

/** Something worth keeping about a user's work. `savedAt` is an ISO instant; `evidence` names what it rests on. */
export type Memory = {
  readonly kind: MemoryKind;
  readonly key: string;
  readonly value: string;
  readonly savedAt: string;
  readonly sessionId?: string;
  readonly evidence?: readonly string[];
};

/** What a conversation was about. `date` is the ISO date of its last turn. */
export type SessionSummary = {
  readonly sessionId: string;
  readonly date: string;
  readonly topics: readonly string[];
  readonly keyFindings: readonly string[];
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
  /** `replaced` is what stood under the key before, when it said something else. */
  save(policy: Policy, memory: Memory): Promise<{ replaced?: Memory }>;
  saveSession(policy: Policy, summary: SessionSummary): Promise<void>;
  /** False when there was nothing to forget. */
  forget(policy: Policy, kind: MemoryKind, key: string): Promise<boolean>;
  /** Forgets everything of the user in the workspace, under every role, sessions' summaries included; how many entries went. */
  clear(policy: Policy): Promise<number>;
};

/** Where each kind stands beneath `users/{user}/workspaces/{workspace}`. */
const LISTS = { preference: "preferences", finding: "findings", context: "context" } as const;
const SESSIONS = "sessions";

/** The collections of memories beneath a user's workspace. */
export const MEMORY_LISTS: readonly string[] = [...Object.values(LISTS), SESSIONS];

const StoredMemory = z.object({
  kind: z.enum(["finding", "preference", "context"]),
  key: z.string(),
  value: z.string(),
  savedAt: z.string(),
  sessionId: z.string().exactOptional(),
  evidence: z.array(z.string()).exactOptional(),
});

const StoredSummary = z.object({
  sessionId: z.string(),
  date: z.string(),
  topics: z.array(z.string()),
  keyFindings: z.array(z.string()),
});

export type MemoryOptions = {
  /** Unix ms. */
  readonly now?: () => number;
  /** How many entries a list holds before the oldest goes. Default 200. */
  readonly mostEntries?: number;
};

export function createMemories(documents: Documents, options: MemoryOptions = {}): Memories {
  const { now = Date.now, mostEntries: most = 200 } = options;
  const newest = (policy: Policy, list: string, limit: number) =>
    documents.query({
      from: [...workspacePath(policy), list],
      where: [{ field: "role", is: "=", value: policy.role }],
      orderBy: { field: "savedAt", direction: "descending" },
      limit,
    });
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
      const entry = entryOf(policy, LISTS[memory.kind], memory.key);
      const fields = { ...memory, role: policy.role };
      const found = await putBounded(documents, entry, { fields, most });
      const previous = found && toMemory(found);
      return previous && previous.value !== memory.value ? { replaced: previous } : {};
    },
    saveSession: async (policy, summary) => {
      const savedAt = new Date(now()).toISOString();
      const fields = { ...summary, savedAt, role: policy.role };
      await putBounded(documents, entryOf(policy, SESSIONS, summary.sessionId), { fields, most });
    },
    forget: async (policy, kind, key) =>
      (await removeBounded(documents, entryOf(policy, LISTS[kind], key))) !== undefined,
    clear: async (policy) => {
      const owner = workspacePath(policy);
      const lists = await Promise.all(
        MEMORY_LISTS.map((list) => documents.query({ from: [...owner, list] })),
      );
      await documents.deleteTree(owner);
      return lists.flat().length;
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

function toMemory({ fields }: StoredDocument): Memory {
  return StoredMemory.parse(fields);
}
