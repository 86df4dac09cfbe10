import { z } from "zod";
import type { DocumentEvidence } from "../events.ts";
import { defineTool } from "./tool.ts";

/** DESIGN §5: passages that a search returns. */
const DEFAULT_TOP_K = 3;
const MAX_TOP_K = 5;

/** Finds passages of the company's documents; none when nothing bears on the query. */
export const searchKnowledgeBase = defineTool({
  name: "search_knowledge_base",
  description:
    "Searches the company's documents: definitions, targets, policies, strategy. Use it for context, causes and the company's own words, and cite the source.",
  input: z.strictObject({
    query: z.string().min(1).max(1000).describe("What to look for, in a few words"),
    top_k: z.number().int().min(1).max(MAX_TOP_K).default(DEFAULT_TOP_K),
  }),
  label: ({ query }) => `Searching company knowledge for "${query}"`,
  query: ({ query }) => query,
  run: async ({ query, top_k }, { gate, signal, nextEvidenceId }) => {
    const results = await gate.knowledge.search(query, { topK: top_k, signal });
    if (results.length === 0) return { output: { results: [] }, results: 0 };
    const evidence: DocumentEvidence = {
      type: "evidence",
      id: nextEvidenceId(),
      tool: "search_knowledge_base",
      title: query,
      results: [...results],
    };
    return {
      output: { results, evidence_id: evidence.id },
      evidence,
      results: results.length,
    };
  },
});
