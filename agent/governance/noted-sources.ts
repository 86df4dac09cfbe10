import type { Failure } from "../failure.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Memories } from "../store/memories.ts";
import type { RoleView } from "./governance.ts";
import type { Redactor } from "./redact.ts";
import type { Trail } from "./trail.ts";

export const NO_SOURCE: Failure = { kind: "denied", message: "This workspace has no such source" };

/** Why the role may not ask a source; undefined when it may. */
export function refusalFor(source: string, view: RoleView | undefined): Failure | undefined {
  const { sources, title } = view?.role ?? {};
  if (!sources || sources.includes(source)) return undefined;
  return { kind: "denied", message: `${title} does not ask that source` };
}

export function notedKnowledge(knowledge: Knowledge, trail: Trail): Knowledge {
  return {
    ...knowledge,
    search: async (query, options) => {
      const found = await knowledge.search(query, options);
      const tables = [...new Set(found.map(({ source }) => source))];
      trail.note({ source: "knowledge", decision: "allowed", tables, rows: found.length });
      return found;
    },
    document: async (source) => {
      const found = await knowledge.document(source);
      const decision = found ? "allowed" : "refused";
      trail.note({ source: "knowledge", decision, tables: [source], rows: found ? 1 : 0 });
      return found;
    },
  };
}

export function notedMemories(memories: Memories, trail: Trail, clean: Redactor): Memories {
  return {
    ...memories,
    save: (policy, memory) => {
      const statement = `save ${memory.kind} ${memory.key}`;
      trail.note({ source: "memory", decision: "allowed", rows: 1, statement });
      return memories.save(policy, { ...memory, value: clean(memory.value) });
    },
    recall: async (policy, limit) => {
      const recall = await memories.recall(policy, limit);
      const rows = Object.values(recall).reduce((sum, list) => sum + list.length, 0);
      trail.note({ source: "memory", decision: "allowed", rows, statement: "recall" });
      return recall;
    },
  };
}
