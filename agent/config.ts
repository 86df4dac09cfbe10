import { z } from "zod";
import { AUTH, type AuthConfig, toAuth } from "./config-auth.ts";
import { KNOWLEDGE, type KnowledgeConfig, toKnowledge } from "./config-knowledge.ts";
import { SOURCE_SETTINGS, type SourcesConfig, toSources } from "./config-sources.ts";
import { type Prices, pricesIn, toPrices } from "./model/prices.ts";

const text = z.string();
const address = z.url({ protocol: /^https?$/, error: "must be an address such as https://host" });
const number = z.coerce.number("must be a number");
const usd = number.positive("must be above 0");
const price = number.nonnegative("must be 0 or above");
const whole = number.int("must be a whole number").positive("must be above 0");
/** Timers of Node take 31 bits; a day is below that. */
const milliseconds = whole.max(86_400_000, "must be at most a day, 86400000");

const THINKING = ["none", "low", "medium", "high"] as const;
const PLANNERS = ["auto", "model", "offline"] as const;
const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "silent"] as const;
const oneOf = <T extends readonly string[]>(words: T) =>
  z.enum(words, { error: `must be one of ${words.join(", ")}` });

const Offline = z.object({ MODEL: z.literal("offline"), GOOGLE_API_KEY: text.optional() });
const Gemini = z.object({
  MODEL: z.literal("gemini"),
  GOOGLE_API_KEY: z.string("must be set when MODEL is gemini"),
});
const Duckdb = z.object({ WAREHOUSE: z.literal("duckdb") });
const Bigquery = z.object({
  WAREHOUSE: z.literal("bigquery"),
  GOOGLE_CLOUD_PROJECT: z.string("must be set when WAREHOUSE is bigquery"),
});
const Sqlite = z.object({ STORE: z.literal("sqlite") });
const Firestore = z.object({
  STORE: z.literal("firestore"),
  GOOGLE_CLOUD_PROJECT: z.string("must be set when STORE is firestore"),
});

/** What every choice of model, warehouse and store has, or may have. */
const General = z.object({
  GEMINI_MODEL: text.default("gemini-3.5-flash-lite"),
  GEMINI_BASE_URL: address.optional(),
  GEMINI_INPUT_USD_PER_MILLION: price.optional(),
  GEMINI_CACHED_INPUT_USD_PER_MILLION: price.optional(),
  GEMINI_OUTPUT_USD_PER_MILLION: price.optional(),
  GEMINI_THINKING: oneOf(THINKING).default("none"),
  PLANNER: oneOf(PLANNERS).default("auto"),
  GOOGLE_CLOUD_PROJECT: text.optional(),
  BIGQUERY_LOCATION: text.default("US"),
  BIGQUERY_API_ENDPOINT: address.optional(),
  BIGQUERY_USD_PER_TIB: price.default(6.25),
  FIRESTORE_EMULATOR_HOST: text.optional(),
  DATA_DIR: text.default(".data"),
  KNOWLEDGE_DIR: text.default("knowledge"),
  PORT: number
    .int("must be a whole number")
    .min(0, "must be 0 to 65535")
    .max(65535, "must be 0 to 65535")
    .default(8080),
  HOST: text.default("127.0.0.1"),
  PROMETHEUS_TOKEN: text.optional(),
  LOG_LEVEL: oneOf(LOG_LEVELS).default("info"),
  MAX_COST_PER_CONVERSATION_USD: usd.default(0.5),
  MAX_COST_PER_QUERY_USD: usd.default(1),
  TURN_TIMEOUT_MS: milliseconds.default(30_000),
  TOOL_TIMEOUT_MS: milliseconds.default(30_000),
  MODEL_TIMEOUT_MS: milliseconds.default(10_000),
  LOG_RETENTION_DAYS: whole.default(30),
  ...SOURCE_SETTINGS,
  NODE_ENV: text.default("development"),
});

// An intersection parses every part even when one fails, so that all problems are named at once.
const Settings = General.and(
  z.discriminatedUnion("MODEL", [Offline, Gemini], { error: "must be offline or gemini" }),
)
  .and(
    z.discriminatedUnion("WAREHOUSE", [Duckdb, Bigquery], { error: "must be duckdb or bigquery" }),
  )
  .and(z.discriminatedUnion("STORE", [Sqlite, Firestore], { error: "must be sqlite or firestore" }))
  .and(KNOWLEDGE.settings)
  .and(AUTH.settings);
type Settings = z.infer<typeof Settings>;

/** The name of every setting, each once; `.env.example` lists the same. */
export const SETTINGS: readonly string[] = [
  ...new Set([General, Gemini, Bigquery, Firestore].flatMap(({ shape }) => Object.keys(shape))),
  ...[...KNOWLEDGE.names, ...AUTH.names],
];

export type ModelConfig =
  | { kind: "offline" }
  | {
      kind: "gemini";
      apiKey: string;
      model: string;
      baseUrl?: string;
      /** Undefined where neither the operator nor this file knows them; then cost counts as 0 and is announced so. */
      prices?: Prices;
      thinking?: (typeof THINKING)[number];
      /**
       * Who decides what to look up: `auto` is the offline analyst where it understands the whole question, else the
       * model.
       */
      planner?: (typeof PLANNERS)[number];
    };

export type WarehouseConfig =
  | { kind: "duckdb" }
  | {
      kind: "bigquery";
      project: string;
      location: string;
      apiEndpoint?: string;
      /** On-demand price of what queries read. */
      usdPerTib: number;
    };

export type StoreConfig =
  | { kind: "sqlite" }
  | { kind: "firestore"; project: string; emulatorHost?: string };

/** Limits in units of their names. */
export type Limits = {
  readonly maxCostPerConversationUsd: number;
  readonly maxCostPerQueryUsd: number;
  readonly turnTimeoutMs: number;
  readonly toolTimeoutMs: number;
  readonly modelTimeoutMs: number;
  readonly logRetentionDays: number;
};

export type Config = {
  readonly model: ModelConfig;
  readonly warehouse: WarehouseConfig;
  readonly store: StoreConfig;
  readonly limits: Limits;
  readonly http: { readonly port: number; readonly host: string };
  /** Who reads `/metrics` must show it; undefined for anyone. */
  readonly prometheusToken?: string;
  readonly dataDir: string;
  /** Folders that hold workspaces. */
  readonly knowledgeDirs: readonly string[];
  readonly logLevel: string;
  readonly production: boolean;
  readonly sources: SourcesConfig;
  readonly knowledge: KnowledgeConfig;
  readonly auth: AuthConfig;
};

/**
 * Settings of one process, from its environment. Values are trimmed; an empty one counts as absent.
 *
 * @throws {Error} one error that names every bad variable at once.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const trimmed = value?.trim();
      return trimmed ? [[name, trimmed]] : [];
    }),
  );
  const chosen = {
    MODEL: given["GOOGLE_API_KEY"] ? "gemini" : "offline",
    WAREHOUSE: "duckdb",
    STORE: "sqlite",
    ...{ ...KNOWLEDGE.defaults, ...AUTH.defaults },
    ...given,
  };
  const parsed = Settings.safeParse(chosen);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${toProblem(issue, given)}`);
    throw new Error(`Cannot start with these settings:\n${problems.join("\n")}`);
  }
  return Object.freeze(toConfig(parsed.data));
}

function toProblem({ path, message }: z.core.$ZodIssue, given: Record<string, string>): string {
  const name = path.join(".");
  // An address may carry a password.
  const shown = given[name]?.replace(/\/\/[^/@]*@/, "//…@");
  const found = shown === undefined ? "" : `, found "${shown}"`;
  return `${name}: ${message}${found}`;
}

function toConfig(settings: Settings): Config {
  return {
    model: toModel(settings),
    warehouse: toWarehouse(settings),
    store: toStore(settings),
    limits: {
      maxCostPerConversationUsd: settings.MAX_COST_PER_CONVERSATION_USD,
      maxCostPerQueryUsd: settings.MAX_COST_PER_QUERY_USD,
      turnTimeoutMs: settings.TURN_TIMEOUT_MS,
      toolTimeoutMs: settings.TOOL_TIMEOUT_MS,
      modelTimeoutMs: settings.MODEL_TIMEOUT_MS,
      logRetentionDays: settings.LOG_RETENTION_DAYS,
    },
    http: { port: settings.PORT, host: settings.HOST },
    ...(settings.PROMETHEUS_TOKEN && { prometheusToken: settings.PROMETHEUS_TOKEN }),
    dataDir: settings.DATA_DIR,
    knowledgeDirs: settings.KNOWLEDGE_DIR.split(":").filter(Boolean),
    logLevel: settings.LOG_LEVEL,
    production: settings.NODE_ENV === "production",
    sources: toSources(settings),
    knowledge: toKnowledge(settings),
    auth: toAuth(settings),
  };
}

function toModel(settings: Settings): ModelConfig {
  if (settings.MODEL === "offline") return { kind: "offline" };
  const { GEMINI_BASE_URL: baseUrl } = settings;
  const prices = toPrices(settings.GEMINI_MODEL, pricesIn(settings));
  return {
    kind: "gemini",
    apiKey: settings.GOOGLE_API_KEY,
    model: settings.GEMINI_MODEL,
    ...(baseUrl && { baseUrl }),
    ...(prices && { prices }),
    thinking: settings.GEMINI_THINKING,
    planner: settings.PLANNER,
  };
}

function toWarehouse(settings: Settings): WarehouseConfig {
  if (settings.WAREHOUSE === "duckdb") return { kind: "duckdb" };
  const { GOOGLE_CLOUD_PROJECT: project, BIGQUERY_LOCATION: location } = settings;
  const { BIGQUERY_API_ENDPOINT: apiEndpoint, BIGQUERY_USD_PER_TIB: usdPerTib } = settings;
  return { kind: "bigquery", project, location, usdPerTib, ...(apiEndpoint && { apiEndpoint }) };
}

function toStore(settings: Settings): StoreConfig {
  if (settings.STORE === "sqlite") return { kind: "sqlite" };
  const { GOOGLE_CLOUD_PROJECT: project, FIRESTORE_EMULATOR_HOST: emulatorHost } = settings;
  return { kind: "firestore", project, ...(emulatorHost && { emulatorHost }) };
}

/** What runs and within which limits, for the log at start-up. Never a secret. */
export function describeConfig(config: Config): Record<string, unknown> {
  return {
    model: config.model.kind === "gemini" ? config.model.model : "offline",
    warehouse: config.warehouse.kind,
    store: config.store.kind,
    embedder: config.knowledge.embedder.kind,
    auth: config.auth.kind,
    limits: config.limits,
    dataDir: config.dataDir,
    knowledgeDirs: config.knowledgeDirs,
  };
}
