import { z } from "zod";

/** A passage of a document as it is stored and sent; `start` and `end` are places in the document's text. */
export const PassageSchema = z.object({
  content: z.string(),
  source: z.string(),
  heading: z.string(),
  relevance_score: z.number(),
  sentence: z.string().exactOptional(),
  start: z.number().optional(),
  end: z.number().optional(),
});
