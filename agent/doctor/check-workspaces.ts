import { loadWorkspaces } from "../../knowledge/load-workspace.ts";
import { openEmbedder } from "../../knowledge/open-embedder.ts";
import { openKnowledge } from "../../knowledge/search.ts";
import type { Config } from "../config.ts";
import type { Workspace } from "../workspace.ts";
import { type Check, type Finding, failures, ok, warning } from "./check.ts";

const PATIENCE_MS = 20_000;
const MEND = "Mend the file; README.md has a whole workspace as an example";

export const checkWorkspaces: Check = {
  name: "Workspaces",
  needs: "settings",
  run: async ({ knowledgeDirs }) => {
    try {
      const workspaces = await loadWorkspaces(knowledgeDirs);
      return workspaces.map(({ name, model }) =>
        ok(`${name}: ${count(model.datasets, "dataset")}, ${count(model.metrics, "metric")}`),
      );
    } catch (thrown) {
      return failures(thrown, MEND);
    }
  },
};

/** That documents can be read, and found by meaning and by word. */
export const checkDocuments: Check = {
  name: "Documents",
  after: ["Data folder", "Workspaces"],
  needs: "settings",
  run: async (config) => {
    const workspaces = await loadWorkspaces(config.knowledgeDirs);
    const { embedder: choice } = config.knowledge;
    await using embedder = openEmbedder(choice);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const embedding = await embedder.embed(["Does it work?"], signal).then(
      () =>
        ok(
          choice.kind === "local"
            ? "embeddings are computed in this process"
            : `${choice.model} embeds`,
        ),
      () =>
        warning(
          "The embedding model does not load: documents are found by word alone",
          "Run npm ci again",
        ),
    );
    const found: Finding[] = [embedding];
    for (const workspace of workspaces)
      found.push(...(await readDocuments(workspace, { config, embedder })));
    return found;
  },
};

type Reading = { readonly config: Config; readonly embedder: ReturnType<typeof openEmbedder> };

async function readDocuments(
  { folder, name }: Workspace,
  { config, embedder }: Reading,
): Promise<readonly Finding[]> {
  await using knowledge = await openKnowledge({ folder, name, dataDir: config.dataDir, embedder });
  const documents = count(knowledge.sources(), "document");
  return [ok(`${name}: ${documents}`), ...knowledge.warnings.map((words) => warning(words))];
}

function count(things: readonly unknown[], what: string): string {
  return things.length === 1 ? `1 ${what}` : `${things.length} ${what}s`;
}
