import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseConfig } from "../../config.ts";
import type { Deps, OpenWorkspace } from "../../deps.ts";
import type { KnowledgeDocument } from "../../knowledge.ts";
import { createOfflineAnalyst } from "../../model/offline/create-offline.ts";
import { loadCoverage } from "../../semantic/load-coverage.ts";
import { loadModel } from "../../semantic/load-model.ts";
import { loadValues } from "../../semantic/load-values.ts";
import { createStores } from "../../store/create-stores.ts";
import type { Documents } from "../../store/documents.ts";
import { createMemoryDocuments } from "../../store/testing/memory-documents.ts";
import { type Script, ScriptedModel } from "../../testing/scripted-model.ts";
import { openDuckdb } from "../../warehouse/duckdb.ts";
import type { Workspace } from "../../workspace.ts";
import { parseAccess } from "../load-access.ts";
import { openGovernance } from "../open-governance.ts";

const SETUP = [
  "CREATE SCHEMA atlas",
  // Sixty customers: 30 free, 25 pro, 5 enterprise; 3 in LI, 4 in IS; one pays more than all others of its tier.
  `CREATE TABLE atlas.accounts AS SELECT
     'c' || lpad(CAST(i AS VARCHAR), 3, '0') AS customer_id,
     'Company ' || chr(CAST(65 + i % 26 AS INTEGER)) || i AS company_name,
     'Jane Secret' || i AS contact_name,
     'jane' || i || '@secret' || i || '.example' AS contact_email,
     CASE WHEN i < 30 THEN 'free' WHEN i < 55 THEN 'pro' ELSE 'enterprise' END AS tier,
     CASE WHEN i % 20 = 0 THEN 'LI' WHEN i % 15 = 1 THEN 'IS' WHEN i % 3 = 0 THEN 'DE' WHEN i % 3 = 1 THEN 'FR' ELSE 'US' END AS country,
     CAST(CASE WHEN i = 31 THEN 900000 WHEN i < 30 THEN 0 ELSE 100 + i END AS DECIMAL(18, 2)) AS mrr,
     DATE '2024-06-01' + CAST(i * 3 AS INTEGER) AS created_on
   FROM range(60) AS t(i)`,
  `CREATE TABLE atlas.events AS SELECT
     row_number() OVER () AS event_id, day, user_id, customer_id, device,
     CASE WHEN h % 40 = 0 THEN 'report' WHEN h % 3 = 0 THEN 'login' ELSE 'view' END AS event_name
   FROM (
     SELECT DATE '2025-01-01' + CAST(d AS INTEGER) AS day, 'u' || c || '-' || u AS user_id,
       'c' || lpad(CAST(c AS VARCHAR), 3, '0') AS customer_id,
       CASE WHEN c IN (2, 5, 8) AND u = 0 THEN 'tv' WHEN u = 1 THEN 'mobile' ELSE 'desktop' END AS device,
       hash(d * 1000 + c * 7 + u) AS h
     FROM range(60) AS days(d), range(60) AS cs(c), range(3) AS us(u)
   ) WHERE h % 2 = 0`,
  "CREATE TABLE atlas.goals AS SELECT DATE '2025-01-01' AS month, 40 AS signup_goal",
];

const DOCUMENTS: readonly KnowledgeDocument[] = [
  { source: "tiers.md", title: "Tiers", text: "# Tiers\n\nThere are three tiers." },
  { source: "board-2025.md", title: "Board", text: "# Board\n\nThe board wants a sale." },
  {
    source: "queries.md",
    title: "Queries",
    text: "---\naudience: [analysts]\n---\n# Queries\n\nHow analysts ask.",
  },
];

function testdata(name: string): Promise<string> {
  return readFile(fileURLToPath(new URL(`../testdata/${name}`, import.meta.url)), "utf8");
}

/** An invented company of three roles, whose small groups anyone can count in the script above. Dispose of its warehouse. */
export async function openAtlas(): Promise<OpenWorkspace> {
  const warehouse = await openDuckdb({
    source: { setup: SETUP },
    dataset: "atlas",
    timeColumns: new Map([["events", "day"]]),
  });
  const { scope } = warehouse;
  const model = loadModel(await testdata("atlas.yaml"), "atlas.yaml", scope.tables);
  const access = parseAccess(await testdata("access.yaml"), "access.yaml", model);
  const workspace: Workspace = {
    name: "atlas",
    title: "Atlas",
    description: "Customers and events.",
    dataset: "atlas",
    today: () => "2025-03-02",
    timezone: "UTC",
    currency: "USD",
    fiscalYearStartMonth: 1,
    starters: ["How many active users were there in January 2025?", "What is our total MRR?"],
    model,
    verifiedQueries: [],
    folder: "/nowhere",
    data: { files: "*.csv" },
  };
  const signal = new AbortController().signal;
  const source = { warehouse, scope, limits: { timeoutMs: 20_000, maxCostUsd: 1 }, signal };
  const [values, coverage] = [await loadValues(model, source), await loadCoverage(model, source)];
  const knowledge = {
    search: async () =>
      DOCUMENTS.map(({ source: name, title, text }) => ({
        source: name,
        heading: title,
        content: text,
        relevance_score: 0.9,
      })),
    document: async (name: string) => DOCUMENTS.find((one) => one.source === name),
    sources: () => DOCUMENTS.map((one) => one.source),
  };
  const known = { workspace, values, coverage };
  const governance = await openGovernance({
    ...known,
    ...{ access, knowledge, source, createAnalyst: createOfflineAnalyst },
  });
  const analyst = await createOfflineAnalyst(known);
  return { ...known, warehouse, knowledge, scope, model: analyst, governance };
}

export type AtlasDeps = Deps & { readonly documents: Documents; readonly model: ScriptedModel };

/** With a script the model replies from it, else the role's own analyst does. */
export function createAtlasDeps(atlas: OpenWorkspace, script?: readonly Script[]): AtlasDeps {
  const documents = createMemoryDocuments(Date.now);
  const model = new ScriptedModel(script ?? []);
  const open = script ? { ...atlas, model, analyst: atlas.model } : atlas;
  return {
    config: parseConfig({}),
    workspaces: new Map([["atlas", open]]),
    ...createStores(documents),
    report: () => {},
    [Symbol.asyncDispose]: async () => {},
    documents,
    model,
  };
}
