import { parseConfig } from "../config.ts";
import type { Deps, OpenWorkspace } from "../deps.ts";
import type { Passage, TurnEvent } from "../events.ts";
import { DEFAULT_ROLE, type Policy } from "../policy.ts";
import { loadModel } from "../semantic/load-model.ts";
import { loadValues } from "../semantic/load-values.ts";
import { testdata } from "../semantic/testing/warehouse.ts";
import { createStores } from "../store/create-stores.ts";
import type { Documents } from "../store/documents.ts";
import { createMemoryDocuments } from "../store/testing/memory-documents.ts";
import { runTurn } from "../turn.ts";
import { openDuckdb } from "../warehouse/duckdb.ts";
import { type Script, ScriptedModel } from "./scripted-model.ts";

const DATASET = "shop";

export const POLICY: Policy = { userId: "ada", role: DEFAULT_ROLE, workspace: DATASET };

const PASSAGE: Passage = {
  content: "The target for sales in 2024 is 9,000 EUR.",
  source: "targets.md",
  heading: "Sales",
  relevance_score: 0.9,
};

/** An invented shop: real tables, one document, no model yet. Dispose of its warehouse. */
export async function openShop(): Promise<OpenWorkspace> {
  const setup = testdata("retail.sql")
    .split(/;\n/)
    .filter((statement) => statement.trim());
  const warehouse = await openDuckdb({ source: { setup }, dataset: DATASET });
  const { scope } = warehouse;
  const model = loadModel(testdata("retail.yaml"), "retail.yaml", scope.tables);
  const signal = new AbortController().signal;
  const limits = { timeoutMs: 20_000, maxCostUsd: 1 };
  return {
    workspace: {
      name: DATASET,
      title: "The shop",
      description: "Orders of 2024.",
      dataset: DATASET,
      today: () => "2025-01-06",
      timezone: "UTC",
      currency: "EUR",
      fiscalYearStartMonth: 1,
      starters: [],
      model,
      verifiedQueries: [
        {
          question: "How many orders were there?",
          sql: "SELECT COUNT(*) AS orders FROM shop.orders",
          verifiedBy: "Ada",
          verifiedOn: "2025-01-02",
        },
      ],
      folder: "/nowhere",
      data: { files: "*.csv" },
    },
    warehouse,
    scope,
    values: await loadValues(model, { warehouse, scope, limits, signal }),
    coverage: new Map(),
    knowledge: {
      search: async (query) => (/target/i.test(query) ? [PASSAGE] : []),
      document: async () => undefined,
      sources: () => [PASSAGE.source],
    },
    model: new ScriptedModel([]),
  };
}

export type Reported = {
  readonly cause: unknown;
  readonly about: Readonly<Record<string, string>>;
};

/** `reported` is what was written down as broken. */
export type ShopDeps = Deps & {
  readonly documents: Documents;
  readonly model: ScriptedModel;
  readonly reported: Reported[];
};

export type ShopOptions = {
  readonly script?: readonly Script[];
  readonly env?: Readonly<Record<string, string>>;
  readonly documents?: Documents;
  readonly open?: Partial<OpenWorkspace>;
  readonly deps?: Partial<Deps>;
};

/** A turn's dependencies over the shop, its stores in memory, with parts of it replaced. */
export function createShopDeps(shop: OpenWorkspace, options: ShopOptions = {}): ShopDeps {
  const { script = [], env = {}, documents = createMemoryDocuments(Date.now) } = options;
  const model = new ScriptedModel(script);
  const reported: Reported[] = [];
  return {
    config: parseConfig(env),
    workspaces: new Map([[DATASET, { ...shop, model, ...options.open }]]),
    ...createStores(documents),
    report: (cause, about) => reported.push({ cause, about }),
    [Symbol.asyncDispose]: async () => {},
    ...options.deps,
    documents,
    model,
    reported,
  };
}

export type AskOptions = {
  readonly session?: string;
  readonly policy?: Policy;
  readonly messageId?: string;
  readonly signal?: AbortSignal;
  /** Sees each event before the next is asked for. */
  readonly onEvent?: (event: TurnEvent) => void;
};

/** All events of one turn. */
export async function ask(
  deps: Deps,
  content: string,
  options: AskOptions = {},
): Promise<readonly TurnEvent[]> {
  const { session = "s1", policy = POLICY, messageId = crypto.randomUUID(), onEvent } = options;
  const signal = options.signal ?? new AbortController().signal;
  const events: TurnEvent[] = [];
  const input = { policy, sessionId: session, messageId, content };
  for await (const event of runTurn(input, deps, signal)) {
    events.push(event);
    onEvent?.(event);
  }
  return events;
}

/** What happened, in order: `query_bigquery.started`, `evidence`, `content` (once for a run of pieces), `done`. */
export function typesOf(events: readonly TurnEvent[]): readonly string[] {
  const types = events.map((event) =>
    event.type === "reasoning" ? `${event.tool}.${event.status}` : event.type,
  );
  return types.filter((type, i) => type !== "content" || types[i - 1] !== "content");
}

export function textOf(events: readonly TurnEvent[]): string {
  return events.map((event) => (event.type === "content" ? event.delta : "")).join("");
}

/** The events of one type, in order. */
export function eventsOf<T extends TurnEvent["type"]>(
  events: readonly TurnEvent[],
  type: T,
): Extract<TurnEvent, { type: T }>[] {
  return events.filter((event): event is Extract<TurnEvent, { type: T }> => event.type === type);
}
