import type { CollectionPath, Documents, StoredDocument, Value } from "./documents.ts";
import { MEMORY_LISTS } from "./memories.ts";
import type { Sessions } from "./sessions.ts";
import type { TurnRecord, Turns } from "./turns.ts";

type Plain = Readonly<Record<string, Value>>;

/** Everything kept of one person, as it is stored. */
export type UserExport = {
  readonly userId: string;
  readonly workspaces: readonly {
    readonly workspace: string;
    /** `preferences`, `findings`, `context`, `sessions`: entries of every role. */
    readonly memories: Readonly<Record<string, readonly Plain[]>>;
  }[];
  readonly sessions: readonly { readonly session: Plain; readonly turns: readonly TurnRecord[] }[];
  readonly feedback: readonly Plain[];
};

export type UserData = {
  /** Empty lists for an unknown user. Expired sessions are there until they are gone from storage. */
  exportUser(userId: string): Promise<UserExport>;
  /** Removes what `exportUser` shows, checkpoints too. May be asked for again when it was cut short. */
  deleteUser(userId: string): Promise<void>;
};

type Stores = {
  readonly documents: Documents;
  readonly sessions: Pick<Sessions, "remove">;
  readonly turns: Pick<Turns, "ofSession">;
};

export function createUserData({ documents, sessions, turns }: Stores): UserData {
  const all = (from: CollectionPath) => documents.query({ from });
  const ofUser = (collection: string, userId: string) =>
    documents.query({
      from: [collection],
      where: [{ field: "userId", is: "=", value: userId }],
    });
  const toWorkspace = async ({ path }: StoredDocument) => {
    const lists = await Promise.all(MEMORY_LISTS.map((list) => all([...path, list])));
    const memories = MEMORY_LISTS.map((list, index) => [list, (lists[index] ?? []).map(toFields)]);
    return { workspace: path.at(-1) ?? "", memories: Object.fromEntries(memories) };
  };
  return {
    exportUser: async (userId) => {
      const workspaces = await all(["users", userId, "workspaces"]);
      const found = await ofUser("sessions", userId);
      return {
        userId,
        workspaces: await Promise.all(workspaces.map(toWorkspace)),
        sessions: await Promise.all(
          found.map(async ({ fields }) => ({
            session: fields,
            turns: await turns.ofSession(String(fields["sessionId"])),
          })),
        ),
        feedback: (await ofUser("feedback", userId)).map(toFields),
      };
    },
    deleteUser: async (userId) => {
      for (const { fields } of await ofUser("sessions", userId)) {
        await sessions.remove(String(fields["sessionId"]));
      }
      for (const { path } of await ofUser("feedback", userId)) await documents.deleteTree(path);
      await documents.deleteTree(["users", userId]);
    },
  };
}

function toFields({ fields }: StoredDocument): Plain {
  return fields;
}
