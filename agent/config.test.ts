import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describeConfig, parseConfig, SETTINGS } from "./config.ts";

const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");

/** The settings that `.env.example` lists, with the value that stands there. */
const listed = new Map(
  [...example.matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
);

function problemsOf(env: Record<string, string>): string[] {
  try {
    parseConfig(env);
    return [];
  } catch (error) {
    return String(error).split("\n").slice(1);
  }
}

describe("parseConfig()", () => {
  it("runs whole offline when nothing is set", () => {
    const { model, warehouse, store, http } = parseConfig({});
    expect([model, warehouse, store]).toEqual([
      { kind: "offline" },
      { kind: "duckdb" },
      { kind: "sqlite" },
    ]);
    expect(http).toEqual({ port: 8080, host: "127.0.0.1" });
  });

  it("names every bad setting at once, those that depend on others included", () => {
    const env = {
      MODEL: "gemini",
      WAREHOUSE: "bigquery",
      STORE: "firestore",
      PORT: "70000",
      LOG_LEVEL: "loud",
      MAX_COST_PER_QUERY_USD: "-1",
      TURN_TIMEOUT_MS: "half a minute",
      GEMINI_BASE_URL: "ftp://here",
    };
    expect(problemsOf(env).sort()).toEqual([
      '  GEMINI_BASE_URL: must be an address such as https://host, found "ftp://here"',
      "  GOOGLE_API_KEY: must be set when MODEL is gemini",
      "  GOOGLE_CLOUD_PROJECT: must be set when STORE is firestore",
      "  GOOGLE_CLOUD_PROJECT: must be set when WAREHOUSE is bigquery",
      '  LOG_LEVEL: must be one of fatal, error, warn, info, debug, silent, found "loud"',
      '  MAX_COST_PER_QUERY_USD: must be above 0, found "-1"',
      '  PORT: must be 0 to 65535, found "70000"',
      '  TURN_TIMEOUT_MS: must be a number, found "half a minute"',
    ]);
  });

  it.each([
    ["MODEL", "gpt", "offline or gemini"],
    ["WAREHOUSE", "BigQuery", "duckdb or bigquery"],
    ["STORE", "postgres", "sqlite or firestore"],
  ])("names the words that %s may be", (name, value, words) => {
    expect(problemsOf({ [name]: value })).toEqual([
      `  ${name}: must be ${words}, found "${value}"`,
    ]);
  });

  it.each([
    ["PORT", "8080.5", "must be a whole number"],
    ["TOOL_TIMEOUT_MS", "0", "must be above 0"],
    ["TURN_TIMEOUT_MS", "3000000000", "must be at most a day, 86400000"],
    ["LOG_RETENTION_DAYS", "Infinity", "must be a number"],
    ["GEMINI_INPUT_USD_PER_MILLION", "-0.1", "must be 0 or above"],
  ])("refuses %s=%s", (name, value, words) => {
    expect(problemsOf({ [name]: value })).toEqual([`  ${name}: ${words}, found "${value}"`]);
  });

  it("takes Gemini when there is a key, unless told otherwise", () => {
    expect(parseConfig({ GOOGLE_API_KEY: "k" }).model.kind).toBe("gemini");
    expect(parseConfig({ GOOGLE_API_KEY: "k", MODEL: "offline" }).model.kind).toBe("offline");
  });

  it("gives BigQuery and Firestore their project", () => {
    const env = { WAREHOUSE: "bigquery", STORE: "firestore", GOOGLE_CLOUD_PROJECT: " p " };
    const { warehouse, store } = parseConfig(env);
    expect(warehouse).toEqual({ kind: "bigquery", project: "p", location: "US", usdPerTib: 6.25 });
    expect(store).toEqual({ kind: "firestore", project: "p" });
  });

  it("embeds and searches on this machine, unless told otherwise", () => {
    expect(parseConfig({}).knowledge).toEqual({
      embedder: { kind: "local" },
      vectors: { kind: "file" },
    });
    const google = { EMBEDDER: "gemini", GOOGLE_API_KEY: "k", MODEL: "offline" };
    const cloud = { VECTORS: "firestore", GOOGLE_CLOUD_PROJECT: "p" };
    expect(parseConfig({ ...google, ...cloud }).knowledge).toEqual({
      embedder: { kind: "gemini", apiKey: "k", model: "gemini-embedding-001", dimensions: 768 },
      vectors: { kind: "firestore", project: "p" },
    });
    expect(() => parseConfig({ EMBEDDER: "gemini", VECTORS: "firestore" })).toThrow(
      /GOOGLE_API_KEY: must be set when EMBEDDER is gemini[\s\S]*GOOGLE_CLOUD_PROJECT: must be set when VECTORS is firestore/,
    );
  });

  it("counts an empty or blank value of any setting as absent", () => {
    const blank = fc.record(
      Object.fromEntries(SETTINGS.map((name) => [name, fc.constantFrom("", " ", "\t\n")])),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(blank, (env) => {
        expect(parseConfig(env)).toEqual(parseConfig({}));
      }),
    );
  });

  it("ends in settings or in one error that names what was set, whatever is in the environment", () => {
    const values = fc.oneof(fc.string(), fc.constantFrom("gemini", "bigquery", "firestore", "1"));
    const env = fc.dictionary(fc.constantFrom(...SETTINGS), values);
    fc.assert(
      fc.property(env, (given) => {
        for (const problem of problemsOf(given)) {
          expect(SETTINGS.some((name) => problem.startsWith(`  ${name}: `))).toBe(true);
        }
      }),
    );
  });

  it("never repeats the key, in an error or in the description of what runs", () => {
    const env = { GOOGLE_API_KEY: "a-secret", WAREHOUSE: "bigquery" };
    expect(problemsOf(env).join()).not.toContain("a-secret");
    const config = parseConfig({ GOOGLE_API_KEY: "a-secret" });
    expect(JSON.stringify(describeConfig(config))).not.toContain("a-secret");
  });
});

describe(".env.example", () => {
  it("lists every setting, and nothing else", () => {
    expect([...listed.keys()].sort()).toEqual([...SETTINGS].sort());
  });

  it("says the defaults as they are", () => {
    expect(parseConfig(Object.fromEntries(listed))).toEqual(parseConfig({}));
  });

  it("sets nothing when copied as it is", () => {
    expect(example.split("\n").every((line) => line === "" || line.startsWith("#"))).toBe(true);
  });

  it("says of each setting in one line what it does", () => {
    for (const name of SETTINGS) expect(example).toMatch(new RegExp(`\n# .{20,}\n# ${name}=`));
  });
});
