import { parseConfig } from "../../agent/config.ts";
import type { Deps, OpenWorkspace } from "../../agent/deps.ts";
import { createStores } from "../../agent/store/create-stores.ts";
import { openTemporary } from "../../agent/store/testing/open-temporary.ts";

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
  return {
    config: parseConfig({}),
    workspaces: new Map(
      ["globex", "initech"].map((name) => [name, toWorkspace(name, `Orders of ${name}.`)]),
    ),
    ...createStores(documents, { sessions: { ...(now && { now }) } }),
    report: () => {},
    [Symbol.asyncDispose]: () => documents[Symbol.asyncDispose](),
  };
}
