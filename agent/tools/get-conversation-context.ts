import { z } from "zod";
import type { Memory, Recall } from "../store/memories.ts";
import { defineTool } from "./tool.ts";

type ContextType = "current_session" | "user_preferences" | "past_analyses";

/** Reads what is remembered of the user: preferences, findings, earlier conversations. */
export const getConversationContext = defineTool({
  name: "get_conversation_context",
  description:
    "Reads what is remembered: current_session (this conversation so far), user_preferences, past_analyses (findings and earlier conversations).",
  input: z.strictObject({
    context_type: z.enum(["current_session", "user_preferences", "past_analyses"]),
  }),
  label: ({ context_type }) => `Recalling ${context_type.replaceAll("_", " ")}`,
  run: async ({ context_type }, { memories, policy, sessionId }) => {
    const recall = await memories.recall(policy);
    const data = select(context_type, recall, sessionId);
    return {
      output: { context_type, data, last_updated: newest(recall) },
      results: Object.values(data).reduce((count, list) => count + list.length, 0),
    };
  },
});

function select(
  type: ContextType,
  recall: Recall,
  sessionId: string,
): Record<string, readonly unknown[]> {
  switch (type) {
    case "current_session":
      return {
        findings: recall.findings.filter((memory) => memory.sessionId === sessionId).map(brief),
        sessions: recall.sessions.filter((session) => session.sessionId === sessionId),
      };
    case "user_preferences":
      return { preferences: recall.preferences.map(brief), context: recall.context.map(brief) };
    case "past_analyses":
      return { findings: recall.findings.map(brief), sessions: recall.sessions };
  }
}

/** An entry that was made of old ones names the newest of them in its own words. */
function brief({ earlier: _, ...memory }: Memory): Memory {
  return memory;
}

/** ISO instant or date of the newest entry, null when there is none. */
function newest({ findings, preferences, context, sessions }: Recall): string | null {
  const dates = [
    ...[...findings, ...preferences, ...context].map(({ savedAt }) => savedAt),
    ...sessions.map(({ date }) => date),
  ];
  return dates.toSorted().at(-1) ?? null;
}
