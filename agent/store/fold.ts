import type { Fields, StoredDocument } from "./documents.ts";

/** An entry of a bounded list. `savedAt` is an ISO instant. */
export type EntryFields = Fields & { readonly savedAt: string };

/** How the oldest entries of a full list become fewer. */
export type Fold = {
  /**
   * Ids of the entry that an entry can become part of, narrow to wide. One that was made of others names itself first, so that more
   * can join it.
   */
  readonly groups: readonly ((fields: Fields) => string)[];
  /** One entry in place of several, some of which may be such entries themselves. */
  merge(id: string, entries: readonly Fields[]): EntryFields;
};

/** Those of two or more that share the narrowest name that any share; empty when no two do. */
export function groupsOf(
  entries: readonly StoredDocument[],
  { groups }: Fold,
): ReadonlyMap<string, readonly StoredDocument[]> {
  for (const nameOf of groups) {
    const named = new Map<string, StoredDocument[]>();
    for (const entry of entries) {
      const name = nameOf(entry.fields);
      named.set(name, [...(named.get(name) ?? []), entry]);
    }
    const shared = [...named].filter(([, members]) => members.length > 1);
    if (shared.length > 0) return new Map(shared);
  }
  return new Map();
}
