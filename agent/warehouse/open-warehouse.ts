import type { Config } from "../config.ts";
import type { Dataset } from "../semantic/model.ts";
import type { SqlScope } from "../sql/guard.ts";
import { traceWarehouse } from "../traced.ts";
import type { Workspace } from "../workspace.ts";
import { openBigquery } from "./bigquery.ts";
import { openDuckdb } from "./duckdb.ts";
import { loadData } from "./load-data.ts";
import type { Warehouse } from "./warehouse.ts";

/** A workspace's warehouse with what its statements may read. */
export type OpenWarehouse = { readonly warehouse: Warehouse; readonly scope: SqlScope };

/**
 * Opens the warehouse that the settings name, its data loaded when it is the embedded one.
 *
 * @throws {Error} in words, when the data cannot be read or the warehouse cannot be used.
 */
export async function openWarehouse(
  workspace: Workspace,
  { warehouse, dataDir, sources }: Pick<Config, "warehouse" | "dataDir" | "sources">,
): Promise<OpenWarehouse> {
  switch (warehouse.kind) {
    case "duckdb": {
      const { dataRows: rows } = sources;
      const { file } = await loadData({ ...workspace, ...(rows && { rows }) }, dataDir);
      const opened = await openDuckdb({
        source: { file },
        dataset: workspace.dataset,
        timeColumns: timeColumns(datasetsOf(workspace)),
        today: createToday(workspace),
      });
      return { warehouse: traceWarehouse(opened), scope: opened.scope };
    }
    case "bigquery": {
      const opened = await openBigquery({
        ...warehouse,
        dataset: workspace.dataset,
        timeColumns: timeColumns(datasetsOf(workspace)),
        today: createToday(workspace),
        labels: { app: "insight-agent", workspace: workspace.name },
      });
      return { warehouse: traceWarehouse(opened), scope: opened.scope };
    }
  }
}

/** Every dataset of the model, roll-ups among them: those have a last date like any other. */
export function datasetsOf({ model }: Pick<Workspace, "model">): readonly Dataset[] {
  return [...model.datasets, ...model.rollups.map(({ dataset }) => dataset)];
}

/** The column that says when rows happened, of each table that a dataset of the model stands for. */
export function timeColumns(datasets: readonly Dataset[]): ReadonlyMap<string, string> {
  const columns = datasets.flatMap(({ source, timeField, fields }): [string, string][] => {
    const field = fields.find(({ name }) => name === timeField);
    const column = field && /^`?(\w+)`?$/.exec(field.expression)?.[1];
    return source.kind === "table" && column ? [[source.table, column]] : [];
  });
  return new Map(columns);
}

/** Tells the workspace's date where it is not the real one. */
function createToday({
  today,
  timezone,
}: Pick<Workspace, "today" | "timezone">): () => string | undefined {
  // Made once: every statement asks, and making one costs a millisecond.
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: timezone });
  return () => {
    const date = today();
    return date === format.format(new Date()) ? undefined : date;
  };
}
