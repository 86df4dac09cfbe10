import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const WORKSPACE = `title: The bakery
description: Sales of a bakery
dataset: bakery
today: 2025-01-06
currency: CHF
data: { files: "data/*.csv" }
`;

const MODEL = `version: 0.2.0.dev0
name: bakery
datasets:
  - name: sales
    source: sales
    primary_key: [sale_id]
    fields:
      - { name: sale_id, expression: { dialects: [{ dialect: BIGQUERY, expression: sale_id }] } }
      - { name: sold_on, expression: { dialects: [{ dialect: BIGQUERY, expression: sold_on }] }, custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '{"default_time": true}' }] }
      - { name: product, expression: { dialects: [{ dialect: BIGQUERY, expression: product }] }, custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '{"index_values": true}' }] }
      - { name: amount, expression: { dialects: [{ dialect: BIGQUERY, expression: amount }] } }
metrics:
  - { name: takings, expression: { dialects: [{ dialect: BIGQUERY, expression: "SUM(sales.amount)" }] }, custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '{"unit": "CHF", "better": "up"}' }] }
`;

const VERIFIED = `- question: How many sales were there?
  sql: SELECT COUNT(*) AS sales FROM bakery.sales
  verified_by: Ada
  verified_on: 2025-01-02
`;

const SALES = `sale_id,sold_on,product,amount
1,2024-11-04,Bread,4.50
2,2024-11-18,Cake,12.00
3,2024-12-02,Bread,9.00
4,2024-12-16,Cake,24.50
`;

const DOCUMENT = `# Opening hours

## Sundays

The bakery is closed on Sundays, because nobody bakes on Saturday night.
`;

/** Replaces text of a file, to break it. */
export type Breakage = {
  readonly workspace?: readonly [string, string];
  readonly model?: readonly [string, string];
  readonly verified?: readonly [string, string];
};

/** A small workspace of CSV files, as a person would write it, in a folder of its name below `root`. */
export async function writeWorkspace(
  root: string,
  name: string,
  { workspace = ["", ""], model = ["", ""], verified = ["", ""] }: Breakage = {},
): Promise<void> {
  const folder = join(root, name);
  await mkdir(join(folder, "data"), { recursive: true });
  await mkdir(join(folder, "docs"));
  const files = {
    "workspace.yaml": `name: ${name}\n${WORKSPACE.replace(...workspace)}`,
    "semantic_model.yaml": MODEL.replace(...model),
    "verified_queries.yaml": VERIFIED.replace(...verified),
    "data/sales.csv": SALES,
    "docs/hours.md": DOCUMENT,
  };
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
}
