import { parseConfig } from "../../agent/config.ts";
import type { Deps, OpenWorkspace } from "../../agent/deps.ts";
import { createCheckpoints } from "../../agent/store/checkpoints.ts";
import { createFeedbacks } from "../../agent/store/feedback.ts";
import { createMemories } from "../../agent/store/memories.ts";
import { createSessions } from "../../agent/store/sessions.ts";
import { openTemporary } from "../../agent/store/testing/open-temporary.ts";
import { createTurns } from "../../agent/store/turns.ts";

/** What the server never looks at. */
const UNUSED = {} as never;

function toWorkspace(name: string, description: string): OpenWorkspace {
  const text = `# Targets of ${name}\n\nAs agreed.`;
  return {
    workspace: {
      name,
      title: `The ${name} company`,
      description,
      dataset: name,
      today: () => "2025-01-06",
      timezone: "UTC",
      currency: "EUR",
      fiscalYearStartMonth: 1,
      starters: ["How were sales?"],
      model: UNUSED,
      verifiedQueries: [],
      folder: "/nowhere",
      data: { files: "*.csv" },
    },
    knowledge: {
      search: async () => [],
      document: async (source) => ({ source, title: "Targets", text }),
      sources: () => ["plans/next year.md", "targets.md"],
    },
    warehouse: UNUSED,
    values: [],
    coverage: UNUSED,
    scope: UNUSED,
    model: UNUSED,
  };
}

/** Real stores in a folder of their own, two workspaces that nobody queries. `now` moves the sessions' clock. */
export async function openTestDeps(now?: () => number): Promise<Deps> {
  const documents = await openTemporary();
  const checkpoints = createCheckpoints(documents);
  return {
    config: parseConfig({}),
    workspaces: new Map(
      ["globex", "initech"].map((name) => [name, toWorkspace(name, `Orders of ${name}.`)]),
    ),
    checkpoints,
    memories: createMemories(documents),
    sessions: createSessions(documents, { checkpoints, ...(now && { now }) }),
    turns: createTurns(documents),
    feedback: createFeedbacks(documents),
    report: () => {},
    [Symbol.asyncDispose]: () => documents[Symbol.asyncDispose](),
  };
}
