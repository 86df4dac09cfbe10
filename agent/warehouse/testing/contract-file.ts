import { openEngine } from "../duckdb-engine.ts";
import { loadGenerated } from "../load-table.ts";
import { CONTRACT_TABLES } from "../warehouse.contract.ts";

/** A DuckDB file with the contract's tables in the schema `contract`, and what further statements make there. */
export async function writeContractFile(path: string, more: readonly string[] = []): Promise<void> {
  const engine = await openEngine({ path, readOnly: false, memoryLimit: "200MB", threads: 1 });
  const connection = await engine.connect();
  await connection.query("CREATE SCHEMA contract");
  for (const table of CONTRACT_TABLES)
    await loadGenerated(table, { connection, dataset: "contract" });
  for (const sql of more) await connection.query(sql);
  connection.close();
  engine.close();
}
