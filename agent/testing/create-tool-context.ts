import { parseConfig } from "../config.ts";
import type { OpenWorkspace } from "../deps.ts";
import { createGate } from "../governance/gate.ts";
import { createLedgers } from "../store/ledgers.ts";
import { createMemories } from "../store/memories.ts";
import { createMemoryDocuments } from "../store/testing/memory-documents.ts";
import type { ToolContext } from "../tools/tool.ts";
import { POLICY } from "./open-shop.ts";

/** What a tool works with, over the workspace and an empty memory. */
export function createToolContext(open: OpenWorkspace): ToolContext {
  const documents = createMemoryDocuments(Date.now);
  const memories = createMemories(documents);
  const trail = { note: () => {}, flush: async () => {} };
  const ledgers = createLedgers(documents);
  const about = { policy: POLICY, memories, ledgers, keepDays: 30, trail };
  return {
    open,
    policy: POLICY,
    sessionId: "s1",
    memories,
    gate: createGate({ open, governed: undefined, ...about }),
    limits: parseConfig({}).limits,
    signal: new AbortController().signal,
    messageId: "m1",
    nextEvidenceId: () => "E1.1",
  };
}
