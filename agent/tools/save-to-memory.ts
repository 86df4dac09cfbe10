import { z } from "zod";
import { defineTool } from "./tool.ts";

/** Keeps, replaces or (with an empty value) forgets one thing about the user's work. */
export const saveToMemory = defineTool({
  name: "save_to_memory",
  description:
    "Keeps a finding (a conclusion with its figures), a preference the user stated, or context about the user, across conversations. An existing key is replaced; an empty value forgets it. Never save greetings, intermediate results or what the documents already say.",
  input: z.strictObject({
    memory_type: z.enum(["finding", "preference", "context"]),
    key: z.string().trim().min(1).max(200).describe("Short stable name, snake_case"),
    value: z.string().trim().max(2000),
  }),
  label: ({ key, value }) =>
    `${value === "" ? "Forgetting" : "Saving"} ${key.replaceAll("_", " ")}`,
  run: async ({ memory_type, key, value }, { memories, policy, sessionId, evidence }) => {
    if (value === "") {
      const found = await memories.forget(policy, memory_type, key);
      const message = found ? "Forgotten" : "Nothing was kept under that key";
      return {
        output: { success: found, memory_type, key, message },
        ...(found && { memory: { type: "memory", action: "deleted", memory_type, key, value } }),
      };
    }
    const savedAt = new Date().toISOString();
    const { replaced } = await memories.save(policy, {
      kind: memory_type,
      key,
      value,
      savedAt,
      sessionId,
      ...(memory_type === "finding" && evidence && { evidence }),
    });
    const message = replaced ? `Saved; it replaces "${replaced.value}"` : "Saved";
    return {
      output: { success: true, memory_type, key, message },
      memory: {
        ...({ type: "memory", action: "saved", memory_type, key, value } as const),
        ...(replaced && { replaces: { value: replaced.value, saved_at: replaced.savedAt } }),
      },
    };
  },
});
