import { parseConfig, SETTINGS } from "../config.ts";
import { nearest } from "../semantic/nearest.ts";
import { type Check, type Env, type Finding, failed, ok, warning } from "./check.ts";

const TODO = "Mend it in .env or in the environment; .env.example explains every setting";

/** Settings that are read only under a choice: it is given by name and value. */
const ONLY_UNDER: readonly (readonly [setting: RegExp, choice: string, value: string])[] = [
  [/^GEMINI_EMBEDDING_/, "EMBEDDER", "gemini"],
  [/^(GEMINI_(?!BASE_URL)|PLANNER$|MODEL_TIMEOUT_MS$)/, "MODEL", "gemini"],
  [/^BIGQUERY_/, "WAREHOUSE", "bigquery"],
  [/^AUTH_/, "AUTH", "jwt"],
];

/** That the settings can be read, that each is used, and that none is only nearly spelt right. */
export const checkSettings: Check = {
  name: "Settings",
  needs: "environment",
  run: async (env) => {
    const found = [...misspelt(env), ...unused(env)];
    try {
      const { model, warehouse, store } = parseConfig(env);
      return [
        ok(`model ${model.kind}, warehouse ${warehouse.kind}, store ${store.kind}`),
        ...found,
        ...inProduction(env, model.kind),
      ];
    } catch (thrown) {
      return [...problemsIn(thrown), ...found];
    }
  },
};

function problemsIn(thrown: unknown): readonly Finding[] {
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  const [first = "", ...lines] = words.split("\n");
  const problems = lines.length > 0 ? lines : [first];
  return problems.map((line) => failed(line.trim(), TODO));
}

function inProduction(env: Env, model: string): readonly Finding[] {
  if (env["NODE_ENV"] !== "production" || model !== "offline") return [];
  return [
    warning(
      "NODE_ENV is production and the offline analyst answers",
      "Set GOOGLE_API_KEY for Gemini",
    ),
  ];
}

function isGiven(env: Env, name: string): boolean {
  return Boolean(env[name]?.trim());
}

function unused(env: Env): readonly Finding[] {
  const chosen: Env = {
    MODEL: isGiven(env, "GOOGLE_API_KEY") ? "gemini" : "offline",
    WAREHOUSE: "duckdb",
    STORE: "sqlite",
    EMBEDDER: "local",
    AUTH: "none",
    ...Object.fromEntries(Object.entries(env).filter(([name]) => isGiven(env, name))),
  };
  return SETTINGS.filter((name) => isGiven(env, name)).flatMap((name) => {
    const rule = ONLY_UNDER.find(([pattern]) => pattern.test(name));
    if (!rule || chosen[rule[1]] === rule[2]) return [];
    const [, choice, value] = rule;
    const words = `${name} is set but not used: ${choice} is ${chosen[choice]}`;
    return [warning(words, `Set ${choice}=${value}, or take ${name} away`)];
  });
}

/** First words of names that nobody else uses. */
const OURS = /^(AUTH|GEMINI|BIGQUERY|MAX_COST|KNOWLEDGE|PLANNER)_/;
const SHORTEST = 6;

function misspelt(env: Env): readonly Finding[] {
  return Object.keys(env).flatMap((name) => {
    if (SETTINGS.includes(name) || name.length < SHORTEST || !isGiven(env, name)) return [];
    const meant = nearest(
      name,
      SETTINGS.filter((setting) => setting.length >= SHORTEST),
    );
    const isNear = meant !== undefined && Math.abs(meant.length - name.length) <= 2;
    if (!isNear && !OURS.test(name)) return [];
    const words = `${name} is not a setting of this service`;
    return [warning(words, meant ? `Did you mean ${meant}?` : "Take it away, or see .env.example")];
  });
}
