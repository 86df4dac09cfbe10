import { parseArgs } from "node:util";
import { loadWorkspaces } from "../../knowledge/load-workspace.ts";
import { type Config, parseConfig } from "../config.ts";
import type { Workspace } from "../workspace.ts";
import { loadBigquery } from "./bigquery-load.ts";
import { loadData } from "./load-data.ts";
import { datasetsOf, timeColumns } from "./open-warehouse.ts";

const USAGE = `npm run warehouse:load -- --workspace NAME [--events N]

Makes the workspace's dataset in BigQuery and loads its data: the same that the embedded warehouse holds.
N is about how many rows generated data have, where the generator makes any number (DATA_ROWS, else its own choice).
Needs GOOGLE_CLOUD_PROJECT, and an account that may make datasets; BIGQUERY_LOCATION says where (US).
`;

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      workspace: { type: "string" },
      events: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  // Whatever questions are answered from, this is about BigQuery.
  const rows = values.events === undefined ? {} : { DATA_ROWS: values.events };
  const config = parseConfig({ ...process.env, ...rows, WAREHOUSE: "bigquery" });
  const workspace = choose(await loadWorkspaces(config.knowledgeDirs), values.workspace);
  const stop = new AbortController();
  process.once("SIGINT", () =>
    stop.abort(new Error("Stopped; what is not loaded stays as it was")),
  );
  await load(workspace, config, stop.signal);
  return 0;
}

/** @throws {Error} that names those there are. */
function choose(workspaces: readonly Workspace[], wanted: string | undefined): Workspace {
  const [only, ...others] = workspaces;
  if (wanted === undefined && only !== undefined && others.length === 0) return only;
  const found = workspaces.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  const names = workspaces.map(({ name }) => name).join(", ");
  throw new Error(`Cannot load workspace "${wanted ?? ""}": --workspace must be one of ${names}`);
}

async function load(workspace: Workspace, config: Config, signal: AbortSignal): Promise<void> {
  if (config.warehouse.kind !== "bigquery") return;
  const { dataRows: rows } = config.sources;
  const { file } = await loadData({ ...workspace, ...(rows && { rows }) }, config.dataDir);
  const { dataset, description, name } = workspace;
  process.stdout.write(`${config.warehouse.project}.${dataset} in ${config.warehouse.location}\n`);
  await loadBigquery(
    {
      ...config.warehouse,
      file,
      dataset,
      description,
      timeColumns: timeColumns(datasetsOf(workspace)),
      labels: { workspace: name, app: "insight-agent" },
      loaded: ({ table, rows, timePartitioning: by }) => {
        const how = by ? `, partitioned by ${by.type.toLowerCase()} of ${by.field}` : "";
        process.stdout.write(`✓ ${table}: ${rows.toLocaleString("en-US")} rows${how}\n`);
      },
    },
    signal,
  );
}
