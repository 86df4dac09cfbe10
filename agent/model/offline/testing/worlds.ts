import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadWorkspace } from "../../../../knowledge/load-workspace.ts";
import type { Dataset, Field } from "../../../semantic/model.ts";
import type { Coverage } from "../../../semantic/time-range.ts";
import type { FieldValues } from "../../../semantic/values.ts";
import type { Generate } from "../../../warehouse/generated-table.ts";
import type { Workspace } from "../../../workspace.ts";
import type { World } from "../frame/world.ts";
import { loadEnglish } from "../language/english.ts";
import { createLexicon } from "../language/lexicon.ts";

/** Distinct texts of each column, by `table.column`. */
type Columns = ReadonlyMap<string, ReadonlySet<string>>;

/** The three workspaces that the tests are asked about. */
export const WORKSPACES = {
  acme: "knowledge/acme",
  library: "evals/workspaces/library",
  subscriptions: "evals/workspaces/subscriptions",
} as const;

export type WorkspaceName = keyof typeof WORKSPACES;

/** Their names. */
export const WORKSPACE_NAMES = Object.keys(WORKSPACES) as readonly WorkspaceName[];

/** Opens all of them before the tests of a file; the function that it returns gives each to a test. */
export function useWorlds(): (name: WorkspaceName) => World {
  const worlds = new Map<WorkspaceName, World>();
  beforeAll(async () => {
    for (const name of WORKSPACE_NAMES) worlds.set(name, await openWorld(name));
  });
  return (name) => {
    const world = worlds.get(name);
    if (!world) throw new Error(`No world ${name}`);
    return world;
  };
}

/**
 * What the analyst knows of a workspace, read from its files without a warehouse. Values are those of plain columns;
 * a dataset that is a query covers the time of the first table of the workspace.
 */
export async function openWorld(name: WorkspaceName): Promise<World> {
  const workspace = await loadWorkspace(WORKSPACES[name]);
  const columns = await readColumns(workspace);
  const { model } = workspace;
  const fields = model.datasets.flatMap((dataset) =>
    dataset.fields.map((field) => ({ field, texts: textsOf(dataset, field, columns) })),
  );
  const values: FieldValues[] = fields.flatMap(({ field, texts }) =>
    field.indexValues ? [{ field: field.id, values: [...texts].toSorted(), complete: true }] : [],
  );
  return {
    workspace,
    model,
    lexicon: createLexicon(model, values, await loadEnglish()),
    values: new Map(values.map((known) => [known.field, known.values])),
    coverage: coverageOf(fields),
  };
}

function textsOf({ source }: Dataset, field: Field, columns: Columns): ReadonlySet<string> {
  const column = field.expression.replaceAll("`", "");
  const table = source.kind === "table" ? source.table : "";
  return columns.get(`${table}.${column}`) ?? new Set();
}

function coverageOf(
  fields: readonly { readonly field: Field; readonly texts: ReadonlySet<string> }[],
): ReadonlyMap<string, Coverage> {
  const spans = fields
    .filter(({ field }) => field.type === "Date")
    .map(({ field, texts }) => [field.id, spanOf(texts)] as const);
  const [first] = spans.flatMap(([, span]) => span ?? []);
  return new Map(
    spans.flatMap(([id, span]) =>
      (span ?? first) ? [[id, span ?? first] as [string, Coverage]] : [],
    ),
  );
}

function spanOf(texts: ReadonlySet<string>): Coverage | undefined {
  const dates = [...texts].filter((text) => /^\d{4}-\d{2}-\d{2}/.test(text)).toSorted();
  const [start] = dates;
  const end = dates.at(-1);
  return start && end ? { start, end } : undefined;
}

async function readColumns({ folder, data, model }: Workspace): Promise<Columns> {
  const columns = new Map<string, Set<string>>();
  const add = (table: string, names: readonly string[], row: readonly unknown[]) => {
    for (const [i, name] of names.entries()) {
      const key = `${table}.${name}`;
      const known = columns.get(key) ?? new Set();
      if (row[i] !== null && row[i] !== "") known.add(String(row[i]));
      columns.set(key, known);
    }
  };
  if ("generate" in data) {
    const file = pathToFileURL(join(folder, data.generate)).href;
    const { generate } = (await import(file)) as { generate: Generate };
    for await (const table of generate({})) {
      if ("statements" in table) continue;
      const names = table.columns.map((column) => column.name);
      for (const row of table.rows) add(table.name, names, row);
    }
    return columns;
  }
  for (const table of new Set(model.datasets.flatMap(({ tables }) => tables))) {
    const [names = [], ...rows] = parseCsv(
      await readFile(join(folder, "data", `${table}.csv`), "utf8"),
    );
    for (const row of rows) add(table, names, row);
  }
  return columns;
}

/** Rows of a CSV file as `evals/workspaces` writes it: quoted where a field has a comma, never over lines. */
function parseCsv(text: string): string[][] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
      ),
    );
}
