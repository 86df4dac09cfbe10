import { z } from "zod";

/** What an entry said before, and when that was kept. */
const Replaced = z.object({ value: z.string(), savedAt: z.string() });

/** One thing kept. */
const Kept = z.object({
  kind: z.enum(["finding", "preference", "context"]),
  key: z.string(),
  value: z.string(),
  savedAt: z.string(),
  sessionId: z.string().exactOptional(),
  evidence: z.array(z.string()).exactOptional(),
  replaced: Replaced.exactOptional(),
});

/** A memory as it is stored, without its role. */
export const StoredMemory = Kept.extend({ earlier: z.array(Kept).exactOptional() });

/** A conversation's, or a month's, summary as it is stored. */
export const StoredSummary = z.object({
  sessionId: z.string(),
  date: z.string(),
  topics: z.array(z.string()),
  keyFindings: z.array(z.string()),
  sessions: z.number().exactOptional(),
});
