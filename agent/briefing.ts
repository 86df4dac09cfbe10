import { z } from "zod";
import { PassageSchema } from "./passage.ts";

const memory = z.object({
  kind: z.enum(["finding", "preference", "context"]),
  key: z.string(),
  value: z.string(),
  savedAt: z.string(),
  sessionId: z.string().optional(),
  replaced: z.object({ value: z.string(), savedAt: z.string() }).optional(),
});

/** What is known before the model sees the question: of the user, and what documents and verified queries lie near. */
export const Briefing = z.object({
  preferences: z.array(memory),
  findings: z.array(memory),
  context: z.array(memory),
  sessions: z.array(
    z.object({
      sessionId: z.string(),
      date: z.string(),
      topics: z.array(z.string()),
      keyFindings: z.array(z.string()),
    }),
  ),
  passages: z.array(PassageSchema),
  verified: z.array(z.object({ question: z.string(), sql: z.string() })),
  /** Names the conversation, so that findings of this and of earlier ones can be told apart. */
  sessionId: z.string(),
});

export type Briefing = z.infer<typeof Briefing>;

export const EMPTY_BRIEFING: Briefing = {
  preferences: [],
  findings: [],
  context: [],
  sessions: [],
  passages: [],
  verified: [],
  sessionId: "",
};
