import { loadWorkspaces } from "../../knowledge/load-workspace.ts";
import type { Config } from "../config.ts";
import { TurnError, toWords } from "../failure.ts";
import { checkModel } from "../semantic/check-tables.ts";
import { modelOfStore } from "../semantic/stores.ts";
import { guardSql } from "../sql/guard.ts";
import { type OpenWarehouse, openWarehouse } from "../warehouse/open-warehouse.ts";
import type { Workspace } from "../workspace.ts";
import { type Check, type Finding, failed, failures, ok, warning } from "./check.ts";
import { explainGoogle } from "./google-trouble.ts";

const LIMITS = { maxRows: 1, timeoutMs: 20_000, maxCostUsd: 0.1 };
const MODEL = "Mend semantic_model.yaml, or the data";

/** That each workspace's data is there, is what its model says, and can be asked: in BigQuery by a dry run and a run. */
export const checkWarehouse: Check = {
  name: "Warehouse",
  after: ["Data folder", "Workspaces"],
  needs: "settings",
  run: async (config) => {
    const found: Finding[] = [];
    for (const workspace of await loadWorkspaces(config.knowledgeDirs)) {
      found.push(...(await checkOne(workspace, config)));
    }
    return found;
  },
};

async function checkOne(workspace: Workspace, config: Config): Promise<readonly Finding[]> {
  const { name } = workspace;
  try {
    const open = await openWarehouse(workspace, config);
    await using _ = open.warehouse;
    const lost = checkModel(modelOfStore(workspace.model, "warehouse"), open.scope.tables).map(
      ({ path, message }) => failed(`${name}: ${path.join(".")} ${message}`, MODEL),
    );
    return [...lost, ...brokenQueries(workspace, open), await askOnce(workspace, open)];
  } catch (thrown) {
    return config.warehouse.kind === "bigquery"
      ? [explainBigquery(thrown, workspace, config)]
      : failures(thrown, "Mend the data of the workspace, see workspace.yaml");
  }
}

function brokenQueries({ name, verifiedQueries }: Workspace, { scope }: OpenWarehouse) {
  return verifiedQueries.flatMap(({ question, sql }) => {
    const guarded = guardSql(sql, scope);
    if (guarded.ok || guarded.failure.kind !== "query-rejected") return [];
    const words = `${name}: the verified query "${question}" cannot run: ${guarded.failure.reason}`;
    return [warning(words, "Mend verified_queries.yaml")];
  });
}

/** Rows of one table are counted, which costs nothing in BigQuery. */
async function askOnce({ name }: Workspace, { warehouse, scope }: OpenWarehouse): Promise<Finding> {
  const [table] = scope.tables.keys();
  if (table === undefined) return failed(`${name}: there are no tables`, "Load the data");
  const guarded = guardSql(`SELECT COUNT(*) AS n FROM \`${table}\``, scope);
  if (!guarded.ok) return failed(`${name}: the table "${table}" cannot be asked`);
  const { signal } = new AbortController();
  const result = await warehouse.query(guarded.value, { limits: LIMITS, signal });
  if (!result.ok) throw new TurnError(result.failure);
  const tables = [...scope.tables.keys()].join(", ");
  return ok(`${name}: ${tables}; a query took ${result.value.ms} ms`);
}

function explainBigquery(
  thrown: unknown,
  { name, dataset }: Workspace,
  { warehouse }: Config,
): Finding {
  const where = warehouse.kind === "bigquery" ? `${warehouse.project}.${dataset}` : dataset;
  const failure = thrown instanceof TurnError && thrown.failure;
  if (failure && failure.kind !== "upstream") return failed(`${name}: ${toWords(failure)}`);
  if (thrown instanceof Error && thrown.message.includes("BIGQUERY_LOCATION"))
    return failed(`${name}: ${thrown.message}`, "Set BIGQUERY_LOCATION to where the dataset is");
  return explainGoogle(thrown, {
    what: `${name}: BigQuery's ${where} cannot be asked`,
    role: "BigQuery Data Viewer on the dataset and BigQuery Job User on the project",
    make: `Run npm run warehouse:load -- --workspace ${name}`,
  });
}
