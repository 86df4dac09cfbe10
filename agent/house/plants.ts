/** A mistake to plant: the file it goes into, what stands there, and the rule that must see it. */
export type Plant = { readonly rule: string; readonly path: string; readonly text: string };

const IMPORTS = "lint/style/noRestrictedImports";
const HOME = "plugin";

/** One mistake or more for every rule that `biome.json` sets, by the rule's category. */
export const MISTAKES: readonly Plant[] = [
  ...of("lint/suspicious/noImportCycles", 'import type { B } from "./a.ts";\nexport type A = B;\n'),
  ...of("lint/suspicious/noExplicitAny", "export const a: any = 1;\n"),
  ...of("lint/suspicious/noEvolvingTypes", "let a;\na = 1;\nexport const b = a;\n"),
  ...of("lint/suspicious/noConsole", 'console.log("a");\n'),
  ...of("lint/performance/noBarrelFile", 'export { other } from "./other.ts";\n'),
  ...of("lint/performance/noReExportAll", 'export * from "./other.ts";\n'),
  ...of("lint/correctness/noUndeclaredDependencies", 'import "left-pad";\n'),
  ...of("lint/correctness/noUndeclaredDependencies", 'import "vitest";\n'),
  ...of("lint/correctness/useImportExtensions", 'import "./other";\n'),
  ...of("lint/nursery/noFloatingPromises", "async function a() {}\na();\n"),
  ...of(
    "lint/nursery/noMisusedPromises",
    "async function a() {\n  return true;\n}\nif (a()) throw new Error();\n",
  ),
  ...of(
    "lint/nursery/useExhaustiveSwitchCases",
    'const a = "x" as "x" | "y";\nswitch (a) {\n  case "x":\n    break;\n}\n',
  ),
  ...of("lint/complexity/noStaticOnlyClass", "export class A {\n  static b() {}\n}\n"),
  ...of("lint/complexity/useMaxParams", "export const f = (a = 1, b = 2, c = 3, d = 4) => a;\n"),
  ...of("lint/complexity/noExcessiveCognitiveComplexity", complex()),
  ...of("lint/style/noExcessiveLinesPerFile", "export {};\n".repeat(251)),
  {
    rule: "lint/style/useFilenamingConvention",
    path: "agent/camelCase.ts",
    text: "export const a = 1;\n",
  },
  ...of("lint/style/noProcessEnv", "export const a = process.env.PORT;\n"),
  ...of("plugin", 'import { env } from "node:process";\nexport const a = env;\n'),
  ...of("lint/style/noProcessEnv", "export const a = globalThis.process.env;\n"),
  ...of("plugin", "const { pid, env } = process;\nexport const a = [pid, env];\n"),
  ...of("plugin", "export const a = await import('node:process');\n"),
  ...of("lint/style/noNonNullAssertion", "export const f = (a?: string) => a!.length;\n"),
  ...of(
    "lint/style/useErrorCause",
    'try {\n  JSON.parse("");\n} catch (error) {\n  throw new Error("Cannot");\n}\n',
  ),
  ...of("lint/style/useThrowOnlyError", 'throw "no";\n'),
  ...of("lint/style/noDefaultExport", "export default 1;\n"),
  ...of("lint/style/noEnum", "export enum A {\n  B,\n}\n"),
  ...of("lint/style/noNamespace", "export namespace A {\n  export const b = 1;\n}\n"),
  ...of(
    "lint/style/noParameterProperties",
    "export class A {\n  constructor(readonly b: string) {}\n}\n",
  ),
  ...of("lint/style/noParameterAssign", "export function f(a = 1) {\n  a = 2;\n  return a;\n}\n"),
  ...of(
    "lint/style/useImportType",
    'import { Other } from "./other.ts";\nexport type A = Other;\n',
  ),
  ...of("lint/style/useNodejsImportProtocol", 'import "fs";\n'),
  ...arrow("web", ["../server/app.ts", "../knowledge/search.ts", "../evals/run.ts"]),
  ...arrow("web", ["../agent/turn.ts", "../agent/store/events.ts", "../../agent/config.ts"]),
  ...arrow("server", ["../web/main.tsx", "../knowledge/search.ts", "../evals/run.ts"]),
  ...arrow("server", ["../agent/graph.ts", "../agent/store/documents-sqlite.ts"]),
  ...arrow("evals", ["../web/main.tsx", "../knowledge/search.ts", "../server/app.ts"]),
  ...arrow("evals", ["../agent/store/turns.ts", "../agent/warehouse/duckdb.ts"]),
  ...arrow("evals/bench", ["../../server/app.ts", "../../knowledge/search.ts"]),
  ...arrow("knowledge", ["../web/main.tsx", "../evals/run.ts", "../server/app.ts"]),
  ...arrow("knowledge", ["../agent/turn.ts", "../agent/open-deps.ts"]),
  ...arrow("agent", ["../web/main.tsx", "../evals/run.ts", "../server/app.ts"]),
  ...arrow("agent", ["../knowledge/search.ts", "./store/documents-firestore.ts"]),
  ...arrow("agent/nodes", ["../model/gemini.ts", "../warehouse/duckdb.ts"]),
  ...arrow("agent/tools", ["../warehouse/open-warehouse.ts", "../model/offline/chat-model.ts"]),
  { rule: IMPORTS, path: "agent/open-deps.ts", text: 'import "../server/app.ts";\n' },
  { rule: IMPORTS, path: "agent/lazy.ts", text: 'await import("../server/app.ts");\n' },
  { rule: IMPORTS, path: "agent/some.test.ts", text: 'import "../server/app.ts";\n' },
  { rule: IMPORTS, path: "server/some.test.ts", text: 'import "../knowledge/search.ts";\n' },
  ...away("agent/graph.ts", ["@duckdb/node-api", "@google-cloud/bigquery", "node:sqlite"]),
  ...away("agent/graph.ts", ["@google-cloud/firestore", "@langchain/google", "minisearch"]),
  ...away("agent/store/turns.ts", ["@langchain/langgraph", "google-auth-library", "ajv"]),
  ...away("agent/turn.ts", ["@langchain/langgraph-checkpoint", "pino", "hono"]),
  ...away("server/app.ts", ["@opentelemetry/api", "@opentelemetry/sdk-node", "prom-client"]),
  ...away("server/app.ts", ["@langchain/core/messages", "@lat.md/embed", "pino"]),
  ...away("server/app.ts", ["@hono/node-server", "js-tiktoken", "@orama/stemmers", "preact"]),
  ...away("web/main.tsx", ["@hono/zod-openapi", "eventsource-parser", "playwright-core"]),
  { rule: HOME, path: "web/lazy.ts", text: 'await import("pino");\n' },
  { rule: HOME, path: "agent/a-type.ts", text: 'export type A = import("./b.ts").B;\n' },
];

/** What the design allows, by the file it stands in: no rule about imports may complain. */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "web/allowed.ts": ["../agent/events.ts", "../agent/failure.ts", "./state/reduce.ts", "preact"],
  "web/api/allowed.ts": ["../../agent/events.ts", "eventsource-parser"],
  "server/allowed.ts": ["../agent/turn.ts", "../agent/open-deps.ts", "../agent/config.ts", "hono"],
  "evals/allowed.ts": ["../agent/turn.ts", "../agent/open-deps.ts", "../agent/graph.ts"],
  "evals/bench/allowed.ts": ["../../agent/store/turns.ts", "../../server/testing/talk.ts"],
  "knowledge/allowed.ts": ["../agent/knowledge.ts", "../agent/semantic/load-model.ts"],
  "agent/allowed.ts": ["./knowledge.ts", "./warehouse/warehouse.ts", "./store/documents.ts"],
  "agent/open-deps.ts": ["../knowledge/search.ts", "./store/documents-sqlite.ts"],
  "agent/store/documents-sqlite.ts": ["node:sqlite", "./documents.ts"],
  "agent/warehouse/duckdb-engine.ts": ["@duckdb/node-api", "./duckdb-pool.ts"],
  "agent/model/gemini.ts": ["@langchain/google", "@langchain/core/messages"],
  "agent/allowed.test.ts": ["../knowledge/search.ts", "@duckdb/node-api", "vitest"],
};

/** The mistake in a file of its own. */
function of(rule: string, text: string): readonly Plant[] {
  const name = rule.replace(/.*\//, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return [{ rule, path: `agent/planted-${name}-${text.length}.ts`, text }];
}

function arrow(folder: string, sources: readonly string[]): readonly Plant[] {
  return sources.map((source) => ({
    rule: IMPORTS,
    path: `${folder}/planted-${nameOf(source)}.ts`,
    text: `import type { A } from "${source}";\nexport type B = A;\n`,
  }));
}

/** Packages imported where their home is not. */
function away(near: string, packages: readonly string[]): readonly Plant[] {
  return packages.map((source) => ({
    rule: HOME,
    path: near.replace(/(\.tsx?)$/, `-${nameOf(source)}$1`),
    text: `import "${source}";\n`,
  }));
}

function nameOf(source: string): string {
  return source
    .toLowerCase()
    .replace(/[^a-z]+/g, "-")
    .replace(/^-|-$/g, "");
}

function complex(): string {
  const inner = Array.from({ length: 5 }, () => "if (a) ").join("");
  return `export function f(a: boolean) {\n  ${inner}return 1;\n  return 0;\n}\n`;
}
