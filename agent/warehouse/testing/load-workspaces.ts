import { loadWorkspaces as readWorkspaces } from "../../../knowledge/load-workspace.ts";
import { loadBigquery } from "../bigquery-load.ts";
import type { RestOptions } from "../bigquery-rest.ts";
import { loadData } from "../load-data.ts";
import { timeColumns } from "../open-warehouse.ts";

export type LoadFrom = {
  /** Folders that hold workspaces. */
  readonly knowledgeDirs: readonly string[];
  /** Where the data is kept that is made or read for them. */
  readonly dataDir: string;
};

/** Every workspace's data by BigQuery's own load jobs, as `npm run warehouse:load` does it. */
export async function loadWorkspaces(
  { knowledgeDirs, dataDir }: LoadFrom,
  place: RestOptions,
): Promise<void> {
  const { signal } = new AbortController();
  for (const workspace of await readWorkspaces(knowledgeDirs)) {
    const { file } = await loadData(workspace, dataDir);
    const { dataset, description, model, name } = workspace;
    const labels = { workspace: name };
    await loadBigquery(
      { ...place, file, dataset, description, labels, timeColumns: timeColumns(model.datasets) },
      signal,
    );
  }
}
