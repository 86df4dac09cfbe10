import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Documents, Fields, Value } from "../store/documents.ts";

/** A conversation as some version stored it: documents of a store, bytes in base64. */
const StoredConversation = z.object({
  session: z.string(),
  /** What a model is sent of it, in order: `type: text`. */
  messages: z.array(z.string()),
  documents: z.array(
    z.object({ path: z.array(z.string()), fields: z.record(z.string(), z.json()) }),
  ),
});

export type StoredConversation = z.infer<typeof StoredConversation>;

const FOLDER = fileURLToPath(new URL("../testdata/checkpoints/", import.meta.url));

/** Every stored conversation in the folder below `agent/testdata/checkpoints`, by file name. */
export function storedConversations(folder = ""): readonly [string, StoredConversation][] {
  const files = readdirSync(FOLDER + folder).filter((file) => file.endsWith(".json"));
  return files.map((file) => {
    const text = readFileSync(`${FOLDER}${folder}/${file}`, "utf8");
    return [basename(file, ".json"), StoredConversation.parse(JSON.parse(text))];
  });
}

/** Puts the documents into a store, as that version left them. */
export async function restore(
  documents: Documents,
  { documents: stored }: StoredConversation,
): Promise<void> {
  await documents.commit(
    stored.map(({ path, fields }) => ({ kind: "put", path, fields: toFields(fields) })),
  );
}

function toFields(fields: StoredConversation["documents"][number]["fields"]): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toValue(value)]));
}

function toValue(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  const bytes = "base64" in value ? String(value["base64"]) : undefined;
  return bytes === undefined ? value : new Uint8Array(Buffer.from(bytes, "base64"));
}
