import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { toCsv } from "./csv.ts";
import { freightTables } from "./freight/make-data.ts";
import { libraryTables } from "./library/make-data.ts";
import { subscriptionTables } from "./subscriptions/make-data.ts";

// Writes the CSV files that are committed beside it: `node evals/workspaces/write-data.ts`.
const here = dirname(fileURLToPath(import.meta.url));
for (const [workspace, tables] of [
  ["freight", freightTables()],
  ["library", libraryTables()],
  ["subscriptions", subscriptionTables()],
] as const) {
  for (const table of tables) {
    await writeFile(join(here, workspace, "data", `${table.name}.csv`), toCsv(table));
  }
}
