import type { WireField } from "../bigquery-wire.ts";
import type { GeneratedTable } from "../generated-table.ts";

/** Rows are objects by column, as JSON can carry them. */
export type SeedTable = {
  readonly name: string;
  readonly fields: readonly WireField[];
  readonly rows: readonly object[];
};

/** Makes a dataset with these tables by the REST API. @throws {Error} with the answer, when one is refused. */
export async function seedStandIn(
  url: string,
  dataset: string,
  tables: readonly SeedTable[],
): Promise<void> {
  const post = async (path: string, body: object): Promise<void> => {
    const response = await fetch(`${url}/bigquery/v2/projects/p${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok || text.includes("insertErrors")) throw new Error(`${path}: ${text}`);
  };
  await post("/datasets", { datasetReference: { datasetId: dataset } });
  for (const { name, fields, rows } of tables) {
    await post(`/datasets/${dataset}/tables`, {
      tableReference: { tableId: name },
      schema: { fields },
    });
    const path = `/datasets/${dataset}/tables/${name}/insertAll`;
    await post(path, { rows: rows.map((json) => ({ json })) });
  }
}

export function toSeed({ name, columns, rows }: GeneratedTable): SeedTable {
  const objects = [...rows].map((row) =>
    Object.fromEntries(columns.map((column, i) => [column.name, row[i]])),
  );
  return { name, fields: columns, rows: objects };
}
