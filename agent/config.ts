import { z } from "zod";

const positive = z.coerce.number().positive();
const whole = z.coerce.number().int().positive();
const text = z.string().trim().min(1);

/** Every setting, as `.env.example` lists them. Empty values count as absent. */
export const Env = z.object({
  MODEL: z.enum(["offline", "gemini"]).optional(),
  GOOGLE_API_KEY: text.optional(),
  GEMINI_MODEL: text.default("gemini-3.5-flash-lite"),
  GEMINI_BASE_URL: z.url().optional(),
  GEMINI_INPUT_USD_PER_MILLION: z.coerce.number().nonnegative().optional(),
  GEMINI_OUTPUT_USD_PER_MILLION: z.coerce.number().nonnegative().optional(),
  WAREHOUSE: z.enum(["duckdb", "bigquery"]).default("duckdb"),
  GOOGLE_CLOUD_PROJECT: text.optional(),
  BIGQUERY_LOCATION: text.default("US"),
  BIGQUERY_API_ENDPOINT: z.url().optional(),
  STORE: z.enum(["sqlite", "firestore"]).default("sqlite"),
  FIRESTORE_EMULATOR_HOST: text.optional(),
  DATA_DIR: text.default(".data"),
  KNOWLEDGE_DIR: text.default("knowledge"),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: text.default("127.0.0.1"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  MAX_COST_PER_CONVERSATION_USD: positive.default(0.5),
  MAX_COST_PER_QUERY_USD: positive.default(1),
  TURN_TIMEOUT_MS: whole.default(30_000),
  TOOL_TIMEOUT_MS: whole.default(30_000),
  LOG_RETENTION_DAYS: whole.default(30),
  NODE_ENV: text.default("development"),
});

export type ModelConfig =
  | { kind: "offline" }
  | {
      kind: "gemini";
      apiKey: string;
      model: string;
      baseUrl?: string;
      /** USD per million tokens; undefined where the operator has not said, then cost counts as 0 and is announced so. */
      inputUsdPerMillion?: number;
      outputUsdPerMillion?: number;
    };

export type WarehouseConfig =
  | { kind: "duckdb" }
  | { kind: "bigquery"; project: string; location: string; apiEndpoint?: string };

export type StoreConfig =
  | { kind: "sqlite" }
  | { kind: "firestore"; project: string; emulatorHost?: string };

/** Limits in units of their names. */
export type Limits = {
  readonly maxCostPerConversationUsd: number;
  readonly maxCostPerQueryUsd: number;
  readonly turnTimeoutMs: number;
  readonly toolTimeoutMs: number;
  readonly logRetentionDays: number;
};

export type Config = {
  readonly model: ModelConfig;
  readonly warehouse: WarehouseConfig;
  readonly store: StoreConfig;
  readonly limits: Limits;
  readonly http: { readonly port: number; readonly host: string };
  readonly dataDir: string;
  /** Folders that hold workspaces. */
  readonly knowledgeDirs: readonly string[];
  readonly logLevel: string;
  readonly production: boolean;
};

/**
 * Settings of one process, from its environment.
 *
 * @throws {Error} one error that names every bad variable at once.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = Env.safeParse(given);
  const problems = parsed.success
    ? missing(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  if (!parsed.success || problems.length > 0) {
    throw new Error(
      `Cannot start with these settings:\n${problems.map((p) => `  ${p}`).join("\n")}`,
    );
  }
  return Object.freeze(toConfig(parsed.data));
}

type Settings = z.infer<typeof Env>;

function missing(settings: Settings): string[] {
  const problems: string[] = [];
  if (settings.MODEL === "gemini" && !settings.GOOGLE_API_KEY) {
    problems.push("GOOGLE_API_KEY: must be set when MODEL is gemini");
  }
  if (settings.WAREHOUSE === "bigquery" && !settings.GOOGLE_CLOUD_PROJECT) {
    problems.push("GOOGLE_CLOUD_PROJECT: must be set when WAREHOUSE is bigquery");
  }
  if (settings.STORE === "firestore" && !settings.GOOGLE_CLOUD_PROJECT) {
    problems.push("GOOGLE_CLOUD_PROJECT: must be set when STORE is firestore");
  }
  return problems;
}

function toConfig(settings: Settings): Config {
  return {
    model: toModel(settings),
    warehouse:
      settings.WAREHOUSE === "bigquery"
        ? {
            kind: "bigquery",
            project: settings.GOOGLE_CLOUD_PROJECT ?? "",
            location: settings.BIGQUERY_LOCATION,
            ...(settings.BIGQUERY_API_ENDPOINT && { apiEndpoint: settings.BIGQUERY_API_ENDPOINT }),
          }
        : { kind: "duckdb" },
    store:
      settings.STORE === "firestore"
        ? {
            kind: "firestore",
            project: settings.GOOGLE_CLOUD_PROJECT ?? "",
            ...(settings.FIRESTORE_EMULATOR_HOST && {
              emulatorHost: settings.FIRESTORE_EMULATOR_HOST,
            }),
          }
        : { kind: "sqlite" },
    limits: {
      maxCostPerConversationUsd: settings.MAX_COST_PER_CONVERSATION_USD,
      maxCostPerQueryUsd: settings.MAX_COST_PER_QUERY_USD,
      turnTimeoutMs: settings.TURN_TIMEOUT_MS,
      toolTimeoutMs: settings.TOOL_TIMEOUT_MS,
      logRetentionDays: settings.LOG_RETENTION_DAYS,
    },
    http: { port: settings.PORT, host: settings.HOST },
    dataDir: settings.DATA_DIR,
    knowledgeDirs: settings.KNOWLEDGE_DIR.split(":").filter(Boolean),
    logLevel: settings.LOG_LEVEL,
    production: settings.NODE_ENV === "production",
  };
}

function toModel(settings: Settings): ModelConfig {
  const kind = settings.MODEL ?? (settings.GOOGLE_API_KEY ? "gemini" : "offline");
  if (kind === "offline") return { kind };
  return {
    kind,
    apiKey: settings.GOOGLE_API_KEY ?? "",
    model: settings.GEMINI_MODEL,
    ...(settings.GEMINI_BASE_URL && { baseUrl: settings.GEMINI_BASE_URL }),
    ...(settings.GEMINI_INPUT_USD_PER_MILLION !== undefined && {
      inputUsdPerMillion: settings.GEMINI_INPUT_USD_PER_MILLION,
    }),
    ...(settings.GEMINI_OUTPUT_USD_PER_MILLION !== undefined && {
      outputUsdPerMillion: settings.GEMINI_OUTPUT_USD_PER_MILLION,
    }),
  };
}

/** What runs and within which limits, for the log at start-up. Never a secret. */
export function describeConfig(config: Config): Record<string, unknown> {
  return {
    model: config.model.kind === "gemini" ? config.model.model : "offline",
    warehouse: config.warehouse.kind,
    store: config.store.kind,
    limits: config.limits,
    dataDir: config.dataDir,
    knowledgeDirs: config.knowledgeDirs,
  };
}
