import { join } from "node:path";
import { loadWorkspaces } from "../knowledge/load-workspace.ts";
import { openEmbedder } from "../knowledge/open-embedder.ts";
import { openKnowledge } from "../knowledge/search.ts";
import type { VectorStore } from "../knowledge/vector-search.ts";
import { createFirestoreVectors } from "../knowledge/vectors-firestore.ts";
import type { Config } from "./config.ts";
import { openDataDir } from "./data-dir.ts";
import type { Deps, OpenWorkspace } from "./deps.ts";
import { toWords } from "./failure.ts";
import { loadAccess } from "./governance/load-access.ts";
import { openGovernance } from "./governance/open-governance.ts";
import { purgeAudits } from "./governance/purge-audits.ts";
import { createGemini } from "./model/gemini.ts";
import { checkGemini } from "./model/gemini-start.ts";
import { createOfflineAnalyst } from "./model/offline/create-offline.ts";
import { openSources } from "./open-sources.ts";
import { type OpeningWorkspaces, openAll, openEarly } from "./open-workspaces.ts";
import { checkModel } from "./semantic/check-tables.ts";
import { completeModel } from "./semantic/complete-model.ts";
import { loadCoverage } from "./semantic/load-coverage.ts";
import { loadValues } from "./semantic/load-values.ts";
import type { SemanticModel } from "./semantic/model.ts";
import { toError } from "./semantic/problems.ts";
import { modelOfStore } from "./semantic/stores.ts";
import { guardSql, type SqlScope } from "./sql/guard.ts";
import { createStores, type Stores } from "./store/create-stores.ts";
import type { Documents } from "./store/documents.ts";
import { openFirestore } from "./store/documents-firestore.ts";
import { openSqlite } from "./store/documents-sqlite.ts";
import { openSqliteOwners } from "./store/documents-sqlite-owners.ts";
import { createFirestoreClient } from "./store/firestore-client.ts";
import { keepPurged } from "./store/keep-purged.ts";
import type { Owners } from "./store/owners.ts";
import { traceDocuments } from "./traced.ts";
import { openWarehouse } from "./warehouse/open-warehouse.ts";
import type { Workspace } from "./workspace.ts";

export type OpenOptions = {
  /** Writes down why something broke. */
  readonly report?: Deps["report"];
  /** One sentence each: what was skipped on the way. */
  readonly warn?: (sentence: string) => void;
  /** Comes back once the first workspace is open; one that cannot be opened does not keep the others closed. */
  readonly early?: boolean;
  /** Told of each workspace once it is open. */
  readonly opened?: (open: OpenWorkspace) => void;
  /** Which of those that are found are opened; all of them unless given. */
  readonly choose?: (found: readonly string[], stores: Stores) => Promise<readonly string[]>;
};

/**
 * Opens everything that the settings name; the only place that knows which adapter stands behind which port.
 *
 * @throws {Error} in words, when a workspace is wrong or a service cannot be reached; what was opened before is closed again.
 */
export async function openDeps(config: Config, options: OpenOptions = {}): Promise<Deps> {
  await using opening = new AsyncDisposableStack();
  await openDataDir(config.dataDir);
  const { documents: untraced, owners } = await openStore(config, opening);
  const documents = traceDocuments(untraced, config.store.kind);
  const { report = () => {} } = options;
  opening.use(keepPurged(documents, { report: (cause) => report(cause, { at: "purge" }) }));
  const embedder = opening.use(openEmbedder(config.knowledge.embedder));
  const vectorsOf = openVectors(config, opening);
  const { logRetentionDays } = config.limits;
  const turns = { ...(owners && { owners }) };
  const stores = createStores(documents, { logRetentionDays, turns });
  const all = await loadWorkspaces(config.knowledgeDirs);
  const names = await options.choose?.(namesOf(all), stores);
  const found = names ? all.filter(({ name }) => names.includes(name)) : all;
  const open: OpeningWorkspaces["open"] = (workspace, own) =>
    openWorkspace(workspace, { config, embedder, vectorsOf, opening: own, options });
  const failed: OpeningWorkspaces["failed"] = (cause, workspace) => {
    report(cause, { at: "open", workspace });
    const words = cause instanceof Error ? cause.message : String(cause);
    options.warn?.(`Cannot open ${workspace}, which is tried again: ${words}`);
  };
  const openWorkspaces = options.early ? openEarly : openAll;
  const [warnings, { workspaces, closed, settled }] = await allOf([
    config.model.kind === "gemini" ? checkGemini(config.model) : [],
    openWorkspaces({ found, open, failed, ...(options.opened && { opened: options.opened }) }).then(
      (opened) => opening.use(opened),
    ),
  ]);
  for (const warning of warnings) options.warn?.(warning);
  const purge = () => purgeAudits(workspaces, stores.audit, logRetentionDays);
  opening.use(keepPurged({ purge }, { report: (cause) => report(cause, { at: "audit" }) }));
  const resources = opening.move();
  return {
    ...{ config, workspaces, closed, settled },
    ...stores,
    report,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function namesOf(workspaces: readonly Workspace[]): readonly string[] {
  return workspaces.map(({ name }) => name);
}

/** Waits for all before it throws: what is still being opened then could not be closed. */
async function allOf<T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: T[K] | Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(work);
  return (await Promise.all(work)) as unknown as T;
}

type Store = { readonly documents: Documents; readonly owners?: Owners };

async function openStore(
  { store, dataDir }: Config,
  opening: AsyncDisposableStack,
): Promise<Store> {
  switch (store.kind) {
    case "sqlite":
      return {
        documents: opening.use(await openSqlite(join(dataDir, "insight.sqlite"))),
        owners: opening.use(openSqliteOwners(join(dataDir, "processes"))),
      };
    case "firestore":
      return { documents: opening.use(await openFirestore(store)) };
  }
}

/** Where the vectors of a workspace are; undefined for a file of this machine. */
function openVectors(
  { knowledge: { vectors } }: Config,
  opening: AsyncDisposableStack,
): ((workspace: string) => VectorStore) | undefined {
  if (vectors.kind === "file") return undefined;
  const db = createFirestoreClient(vectors);
  opening.defer(() => db.terminate());
  return (workspace) => createFirestoreVectors({ db, workspace });
}

/** Nobody waits for what is read at the start, and of 100 million events it takes a minute (2026-11-22, two busy cores). */
const OPEN_TIMEOUT_MS = 600_000;

type Opening = {
  readonly config: Config;
  readonly embedder: ReturnType<typeof openEmbedder>;
  readonly vectorsOf: ReturnType<typeof openVectors>;
  readonly opening: AsyncDisposableStack;
  readonly options: OpenOptions;
};

async function openWorkspace(
  written: Workspace,
  { config, embedder, vectorsOf, opening, options }: Opening,
): Promise<OpenWorkspace> {
  const { name, folder } = written;
  const synonyms = synonymsOf(written.model);
  const [{ warehouse, scope }, knowledge] = await allOf([
    openWarehouse(written, config).then((opened) => {
      opening.use(opened.warehouse);
      return opened;
    }),
    openKnowledge({
      ...{ folder, name, dataDir: config.dataDir, embedder, synonyms },
      ...(vectorsOf && { vectors: vectorsOf(name) }),
    }).then((opened) => opening.use(opened)),
  ]);
  checkTables(written, scope);
  for (const warning of [...knowledge.warnings, ...brokenQueries(written, scope)]) {
    options.warn?.(warning);
  }
  const source = {
    warehouse,
    scope,
    limits: { timeoutMs: OPEN_TIMEOUT_MS, maxCostUsd: config.limits.maxCostPerQueryUsd },
    signal: AbortSignal.timeout(OPEN_TIMEOUT_MS),
  };
  const model = await completeModel(written.model, source);
  const workspace = { ...written, model };
  const own = modelOfStore(model, "warehouse");
  const [named, covered] = await allOf([loadValues(own, source), loadCoverage(own, source)]);
  const { values, coverage, ...sources } = await openSources(
    { workspace, warehouse, scope, values: named, coverage: covered },
    { config, opening, warn: (sentence) => options.warn?.(sentence) },
  );
  const analyst = await createOfflineAnalyst({ workspace, values, coverage });
  const access = await loadAccess(folder, model);
  const known = { workspace, values, coverage, knowledge, source };
  const governance =
    access &&
    (await openGovernance({
      ...{ ...known, access, createAnalyst: createOfflineAnalyst },
      ...(sources.customers && { customers: sources.customers.scope }),
    }));
  const chat =
    config.model.kind === "gemini"
      ? { model: createGemini(config.model), analyst }
      : { model: analyst };
  return {
    ...{ workspace, warehouse, knowledge, values, coverage, scope, ...sources, ...chat },
    ...(governance && { governance }),
  };
}

/** @throws {Error} that names every table and column of the model that the data does not have. */
function checkTables({ folder, model }: Workspace, { tables }: SqlScope): void {
  const problems = checkModel(modelOfStore(model, "warehouse"), tables);
  const file = join(folder, "semantic_model.yaml");
  if (problems.length > 0) throw toError("the semantic model", problems, { file });
}

/** One sentence for each verified query that could never run. */
function brokenQueries({ name, verifiedQueries }: Workspace, scope: SqlScope): string[] {
  return verifiedQueries.flatMap(({ question, sql }) => {
    const guarded = guardSql(sql, scope);
    if (guarded.ok) return [];
    const { failure } = guarded;
    const reason = failure.kind === "query-rejected" ? failure.reason : toWords(failure);
    return [`The verified query "${question}" of ${name} cannot run: ${reason}`];
  });
}

/** Names of one thing of the model, so that documents are found by any of them. */
function synonymsOf({ metrics, datasets }: SemanticModel): string[][] {
  return [...metrics, ...datasets, ...datasets.flatMap(({ fields }) => fields)]
    .map(({ label, synonyms }) => [label, ...synonyms])
    .filter((names) => names.length > 1);
}
