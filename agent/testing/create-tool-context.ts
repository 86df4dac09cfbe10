import { parseConfig } from "../config.ts";
import type { OpenWorkspace } from "../deps.ts";
import { createMemories } from "../store/memories.ts";
import { createMemoryDocuments } from "../store/testing/memory-documents.ts";
import type { ToolContext } from "../tools/tool.ts";
import { POLICY } from "./open-shop.ts";

/** What a tool works with, over the workspace and an empty memory. */
export function createToolContext(open: OpenWorkspace): ToolContext {
  return {
    open,
    policy: POLICY,
    sessionId: "s1",
    memories: createMemories(createMemoryDocuments(Date.now)),
    limits: parseConfig({}).limits,
    signal: new AbortController().signal,
    messageId: "m1",
    nextEvidenceId: () => "E1.1",
  };
}
