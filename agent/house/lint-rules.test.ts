import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ALLOWED, MISTAKES } from "./plants.ts";

const ROOT = join(import.meta.dirname, "../..");
const BIOME = join(ROOT, "node_modules/@biomejs/biome/bin/biome");

type Report = {
  readonly diagnostics: readonly { category: string; location: { path: string } }[];
};
type Rules = Record<string, Record<string, unknown>>;

/** What Biome complains of, as `path category`, in a copy of the house that holds only these files. */
async function lint(files: Readonly<Record<string, string>>): Promise<ReadonlySet<string>> {
  const house = await mkdtemp(join(tmpdir(), "house-"));
  try {
    const config = JSON.parse(await readFile(join(ROOT, "biome.json"), "utf8"));
    const copied = { ...config, vcs: { enabled: false } };
    await writeFile(join(house, "biome.json"), JSON.stringify(copied));
    for (const path of [".biome", "package.json"]) {
      await cp(join(ROOT, path), join(house, path), { recursive: true });
    }
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(house, path)), { recursive: true });
      await writeFile(join(house, path), text);
    }
    const args = [BIOME, "lint", ".", "--reporter=json", "--max-diagnostics=none"];
    const report: Report = JSON.parse(await run(args, house));
    return new Set(report.diagnostics.map((found) => `${found.location.path} ${found.category}`));
  } finally {
    await rm(house, { recursive: true });
  }
}

/** What the program writes; Biome's exit code only repeats it. */
function run(args: readonly string[], cwd: string): Promise<string> {
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (_error, stdout) => done(stdout));
  });
}

const neighbours = {
  "agent/other.ts": "export type Other = string;\nexport const other = 1;\n",
  "agent/a.ts": `import type { A } from "./${MISTAKES[0]?.path.slice(6)}";\nexport type B = A;\n`,
};
const planted = Object.fromEntries(MISTAKES.map(({ path, text }) => [path, text]));
const allowed = Object.fromEntries(
  Object.entries(ALLOWED).map(([path, sources]) => [
    path,
    sources.map((source) => `import "${source}";\n`).join(""),
  ]),
);

describe("biome.json", () => {
  it("catches each planted mistake", { timeout: 60_000 }, async () => {
    const found = await lint({ ...neighbours, ...planted });
    const missed = MISTAKES.filter(({ path, rule }) => !found.has(`${path} ${rule}`));
    expect(missed).toEqual([]);
  });

  it("lets pass what the design allows", { timeout: 60_000 }, async () => {
    const found = await lint(allowed);
    expect([...found].filter((it) => /plugin|noRestrictedImports|Undeclared/.test(it))).toEqual([]);
  });

  it("sets no rule that no mistake here has shown to work", async () => {
    const { linter } = JSON.parse(await readFile(join(ROOT, "biome.json"), "utf8"));
    const { preset: _, ...groups }: Rules & { preset: unknown } = linter.rules;
    const set = Object.entries(groups).flatMap(([group, rules]) =>
      Object.entries(rules).flatMap(([name, level]) =>
        level === "off" ? [] : [`lint/${group}/${name}`],
      ),
    );
    const shown = new Set(MISTAKES.map(({ rule }) => rule));
    expect(set.filter((rule) => !shown.has(rule))).toEqual([]);
  });

  it("lets only the entries read the environment", async () => {
    const { overrides } = JSON.parse(await readFile(join(ROOT, "biome.json"), "utf8"));
    const off = overrides.filter(
      ({ linter }: { linter: { rules: Rules } }) =>
        linter.rules["style"]?.["noProcessEnv"] === "off",
    );
    expect(off.flatMap(({ includes }: { includes: string[] }) => includes)).toEqual([
      "server/main.ts",
      "server/ask.ts",
      "agent/studio.ts",
      "agent/warehouse/load-bigquery.ts",
      "agent/sources/serve-metrics-api.ts",
      "agent/doctor/main.ts",
      "agent/audit/main.ts",
      "evals/main.ts",
    ]);
  });
});
