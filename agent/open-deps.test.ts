import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseConfig } from "./config.ts";
import { openDeps } from "./open-deps.ts";
import { ask, eventsOf, POLICY, textOf } from "./testing/open-shop.ts";
import { writeWorkspace } from "./testing/write-workspace.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "insight-open-"));
});

afterEach(() => rm(root, { recursive: true, force: true }));

const dataDir = () => join(root, "data");
const knowledgeDir = () => join(root, "workspaces");

function config() {
  return parseConfig({ DATA_DIR: dataDir(), KNOWLEDGE_DIR: knowledgeDir() });
}

async function refusal(): Promise<string> {
  return openDeps(config()).then(
    () => "opened",
    (error: Error) => error.message,
  );
}

/** Files of the data folder that this process holds open. */
async function heldFiles(): Promise<readonly string[]> {
  const open = await readdir("/proc/self/fd");
  const paths = await Promise.all(
    open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "gone meanwhile")),
  );
  return paths.filter((path) => path.startsWith(dataDir()));
}

/** Linux shows them; elsewhere the words are tested alone. */
const canSeeFiles = existsSync("/proc/self/fd");

describe("openDeps()", () => {
  const policy = { ...POLICY, workspace: "bakery" };

  test("answers from a folder that nobody here has seen, and knows the talk after a restart", async () => {
    await writeWorkspace(knowledgeDir(), "bakery");
    const first = await openDeps(config());
    const events = await ask(first, "What were takings in December 2024?", { policy });
    expect(textOf(events)).toContain("33.50");
    expect(eventsOf(events, "grounding")).toMatchObject([{ unbound: 0 }]);
    expect(eventsOf(events, "done")).toMatchObject([{ grade: "metric", warnings: [] }]);
    const { findings } = await first.memories.recall(policy);
    if (canSeeFiles) expect(await heldFiles()).not.toEqual([]);
    await first[Symbol.asyncDispose]();
    if (canSeeFiles) expect(await heldFiles()).toEqual([]);

    await using second = await openDeps(config());
    expect((await second.memories.recall(policy)).findings).toEqual(findings);
    expect(findings).toHaveLength(1);
    const more = await ask(second, "and in November 2024?", { policy });
    expect(textOf(more)).toContain("16.50");
  });

  test("tells of a verified query that cannot run, and opens nevertheless", async () => {
    const verified = ["bakery.sales", "bakery.sails"] as const;
    await writeWorkspace(knowledgeDir(), "bakery", { verified });
    const warnings: string[] = [];
    await using deps = await openDeps(config(), { warn: (words) => warnings.push(words) });
    expect([...deps.workspaces.keys()]).toEqual(["bakery"]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/"How many sales were there\?" of bakery cannot run: .*sails/);
  });

  test("refuses a model of other tables in words, and closes what it had opened", async () => {
    await writeWorkspace(knowledgeDir(), "bakery", { model: ["source: sales", "source: sails"] });
    const file = join(knowledgeDir(), "bakery", "semantic_model.yaml");
    const message = await refusal();
    expect(message).toMatch(/^Cannot read the semantic model:\n/);
    expect(message).toContain(`${file} datasets[0].source names the table "sails"`);
    if (canSeeFiles) expect(await heldFiles()).toEqual([]);
  });

  test("waits for what is still opening when another part is broken, and closes that too", async () => {
    await writeWorkspace(knowledgeDir(), "bakery");
    await writeWorkspace(knowledgeDir(), "empty", { workspace: ["data/*.csv", "none/*.csv"] });
    expect(await refusal()).toContain("none/*.csv");
    const files = await readdir(join(dataDir(), "warehouse"));
    expect(files).toEqual([expect.stringMatching(/^bakery-\w+\.duckdb$/)]);
    if (canSeeFiles) expect(await heldFiles()).toEqual([]);
  });

  test("early, goes on without a workspace that cannot be opened, and says in words why", async () => {
    await writeWorkspace(knowledgeDir(), "bakery");
    await writeWorkspace(knowledgeDir(), "empty", { workspace: ["data/*.csv", "none/*.csv"] });
    const warnings: string[] = [];
    const deps = await openDeps(config(), { early: true, warn: (words) => warnings.push(words) });
    await deps.settled?.("empty");
    expect([...deps.workspaces.keys()]).toEqual(["bakery"]);
    expect(deps.closed?.get("empty")).toMatchObject({ state: "failed" });
    expect(warnings).toEqual([expect.stringMatching(/^Cannot open empty.*none\/\*\.csv/)]);
    await deps[Symbol.asyncDispose]();
    if (canSeeFiles) expect(await heldFiles()).toEqual([]);
  });

  test("opens only what is chosen of what is found", async () => {
    await writeWorkspace(knowledgeDir(), "bakery");
    await writeWorkspace(knowledgeDir(), "empty", { workspace: ["data/*.csv", "none/*.csv"] });
    await using deps = await openDeps(config(), { choose: async ([first = ""]) => [first] });
    expect([...deps.workspaces.keys()]).toEqual(["bakery"]);
  });

  test("refuses a data folder that cannot be made, in words", async () => {
    await writeWorkspace(knowledgeDir(), "bakery");
    await writeFile(dataDir(), "in the way");
    expect(await refusal()).toContain(
      `Cannot keep data in "${dataDir()}": a file stands in its place`,
    );
  });

  test("opens in two processes at once over one data folder, from the first start on", async () => {
    await writeWorkspace(knowledgeDir(), "bakery");
    const script = new URL("./testing/ask-once.ts", import.meta.url).pathname;
    const question = "What were takings in December 2024?";
    const flags = ["--disable-warning=ExperimentalWarning"];
    const args = [...flags, script, dataDir(), knowledgeDir(), question];
    const [other, deps] = await Promise.all([
      promisify(execFile)(process.execPath, args),
      openDeps(config()),
    ]);
    await using _ = deps;
    const text = textOf(await ask(deps, question, { policy }));
    expect(text).toContain("33.50");
    expect(other).toEqual({ stdout: text, stderr: "" });
  }, 60_000);
});
