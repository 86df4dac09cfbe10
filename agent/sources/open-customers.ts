import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadCoverage } from "../semantic/load-coverage.ts";
import { loadValues } from "../semantic/load-values.ts";
import type { SemanticModel } from "../semantic/model.ts";
import { modelOfStore } from "../semantic/stores.ts";
import type { GeneratedTable } from "../warehouse/generated-table.ts";
import type { CustomerSource, Workspace } from "../workspace.ts";
import { missingInDatabase } from "./check-customer-schema.ts";
import { createCustomers } from "./create-customers.ts";
import type { CustomerDatabase } from "./customer-database.ts";
import { type CustomerIndex, indexRows, scopeOf } from "./customer-index.ts";
import { insertSql } from "./generated-rows.ts";
import { openPostgresEmbedded } from "./postgres-embedded.ts";
import { openPostgresServer } from "./postgres-server.ts";

export type OpenCustomers = CustomerIndex & { readonly database: CustomerDatabase };

export type CustomersSettings = {
  /** Of a server; without it the database is embedded. */
  readonly url?: string;
  readonly timeoutMs: number;
  readonly today: () => string | undefined;
  /** One sentence: what could not be read. */
  readonly warn: (sentence: string) => void;
};

/**
 * The customer database of a workspace: nothing is started before somebody asks. A server is asked once for the values that
 * questions may name; where it does not answer, the service starts without them.
 *
 * @throws {Error} when the workspace's own files cannot be read.
 */
export async function openCustomers(
  workspace: Workspace,
  source: CustomerSource,
  settings: CustomersSettings,
): Promise<OpenCustomers> {
  const { folder, dataset } = workspace;
  const model = modelOfStore(workspace.model, "customers");
  const scope = scopeOf(model, dataset);
  const { url, today } = settings;
  const lastDay = { date: null as string | null };
  const tables = url === undefined ? await generatedTables(folder, source) : [];
  const driver =
    url === undefined
      ? openPostgresEmbedded(() => customerScripts({ folder, source, dataset, tables }))
      : openPostgresServer(url);
  const asOf = () => lastDay.date;
  const database = createCustomers({ driver, scope, roles: source.roles, today, asOf });
  const index =
    url === undefined
      ? indexRows(model, tables)
      : await askIndex(model, { database, source, settings });
  if (url !== undefined) {
    const roles = [...new Set(Object.values(source.roles))];
    const missing = await missingInDatabase({
      driver,
      scope,
      roles,
      timeoutMs: settings.timeoutMs,
    });
    if (missing.length > 0) settings.warn(schemaWords(missing, source.migrations));
  }
  lastDay.date =
    [...index.coverage.values()]
      .map(({ end }) => end)
      .toSorted()
      .at(-1) ?? null;
  return { database, ...index };
}

function schemaWords(missing: readonly string[], migrations: string): string {
  return `The customer database lacks what the workspace names: ${missing.join(", ")}; run the migrations (${migrations}). Until then questions that need it are refused`;
}

export type Scripts = {
  readonly folder: string;
  readonly source: CustomerSource;
  readonly dataset: string;
  readonly tables: readonly GeneratedTable[];
};

/** The migrations in the order of their names, then the rows. */
export async function customerScripts({
  folder,
  source,
  dataset,
  tables,
}: Scripts): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const path of glob(source.migrations, { cwd: folder })) paths.push(join(folder, path));
  const migrations = await Promise.all(paths.toSorted().map((path) => readFile(path, "utf8")));
  return [...migrations, ...tables.map((table) => insertSql(table, dataset)).filter(Boolean)];
}

/** @throws {Error} when the generator is not one. */
export async function generatedTables(
  folder: string,
  { generate: file }: CustomerSource,
): Promise<readonly GeneratedTable[]> {
  const path = join(folder, file);
  const { generate } = (await import(pathToFileURL(path).href)) as {
    generate?: () => Iterable<GeneratedTable>;
  };
  if (typeof generate !== "function")
    throw new Error(`Cannot make customers: ${path} must export generate()`);
  return [...generate()];
}

type Asking = {
  readonly database: CustomerDatabase;
  readonly source: CustomerSource;
  readonly settings: CustomersSettings;
};

/** Read as each role in turn: what one may not read another may. */
async function askIndex(
  model: SemanticModel,
  { database, source, settings }: Asking,
): Promise<CustomerIndex> {
  const { timeoutMs, warn } = settings;
  const { scope } = database;
  for (const role of Object.keys(source.roles)) {
    const warehouse = database.as({ role });
    const signal = AbortSignal.timeout(timeoutMs);
    const asked = { warehouse, scope, limits: { timeoutMs, maxCostUsd: 0 }, signal };
    try {
      const [values, coverage] = [await loadValues(model, asked), await loadCoverage(model, asked)];
      return { values, coverage };
    } catch {
      // Whether another role may read it, the next round tells; the sentence below when none may.
    }
  }
  warn("The customer database did not answer; names of customers are not recognised until it does");
  return { values: [], coverage: new Map() };
}
