import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dateIn, loadWorkspace, loadWorkspaces } from "./load-workspace.ts";

const PLAN = new URL("../agent/semantic/testdata/plan.yaml", import.meta.url);
const good = `name: firm
title: Firm
dataset: firm
today: 2025-01-06
timezone: Europe/Zurich
currency: CHF
fiscal_year_start_month: 2
data: { files: "data/*.csv" }
`;

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "workspaces-"));
});

afterEach(() => rm(root, { recursive: true }));

async function folder(name: string, workspace: string, verified?: string): Promise<string> {
  const path = join(root, name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "workspace.yaml"), workspace);
  await cp(PLAN, join(path, "semantic_model.yaml"));
  if (verified !== undefined) await writeFile(join(path, "verified_queries.yaml"), verified);
  return path;
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => "accepted",
    (error: Error) => error.message,
  );
}

test("loadWorkspace() reads a folder's files", async () => {
  const verified = `- question: How many?\n  sql: |\n    SELECT 1\n  verified_by: Me\n  verified_on: 2025-01-01\n`;
  const workspace = await loadWorkspace(await folder("firm", good, verified));
  expect(workspace).toMatchObject({
    name: "firm",
    description: "",
    currency: "CHF",
    fiscalYearStartMonth: 2,
    starters: [],
    folder: join(root, "firm"),
    data: { files: "data/*.csv" },
    verifiedQueries: [
      { question: "How many?", sql: "SELECT 1", verifiedBy: "Me", verifiedOn: "2025-01-01" },
    ],
  });
  expect(workspace.today()).toBe("2025-01-06");
  expect(workspace.model.metrics.length).toBeGreaterThan(0);
});

test("loadWorkspace() takes the real date where none is fixed", async () => {
  const workspace = await loadWorkspace(
    await folder("firm", good.replace("today: 2025-01-06\n", "")),
  );
  expect(workspace.today()).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test("dateIn() gives the date on the wall of the timezone", () => {
  const instant = new Date("2025-01-01T02:00:00Z");
  expect(dateIn("America/New_York", instant)).toBe("2024-12-31");
  expect(dateIn("Asia/Tokyo", instant)).toBe("2025-01-01");
});

test("loadWorkspace() names every mistake of every file at once", async () => {
  const bad = `name: Firm!
title: Firm
dataset: firm
curency: CHF
timezone: Europe/Nowhere
fiscal_year_start_month: 13
data: { generate: data/generate.ts }
`;
  const path = await folder(
    "firm",
    bad,
    "- question: How many?\n  sql: SELECT 1\n  verified_on: yesterday\n",
  );
  const model = join(path, "semantic_model.yaml");
  await writeFile(
    model,
    (await readFile(model, "utf8")).replace("SUM(offices.heads)", "SUM(offices.head)"),
  );
  const message = await refusal(loadWorkspace(path));
  for (const words of [
    "workspace.yaml:1 name must be small letters",
    'has the unknown key "curency"; did you mean "currency"?',
    "workspace.yaml:5 timezone must be a timezone",
    "workspace.yaml:6 fiscal_year_start_month",
    "verified_queries.yaml:1 [0].verified_by is missing; add it",
    "verified_queries.yaml:3 [0].verified_on must be a date",
    "semantic_model.yaml",
    'did you mean "heads"?',
  ]) {
    expect(message).toContain(words);
  }
});

test("loadWorkspace() misses files that the others name", async () => {
  const generated = good.replace('{ files: "data/*.csv" }', "{ generate: data/generate.ts }");
  expect(await refusal(loadWorkspace(await folder("firm", generated)))).toContain(
    'names "data/generate.ts", which is not there',
  );
  const lone = await folder("lone", good);
  await rm(join(lone, "semantic_model.yaml"));
  expect(await refusal(loadWorkspace(lone))).toContain("semantic_model.yaml is not there");
});

test("loadWorkspace() takes a folder of documents as it is, named after the folder", async () => {
  const path = join(root, "Q4 Handbook");
  await mkdir(join(path, "docs"), { recursive: true });
  await writeFile(join(path, "docs", "leave.md"), "# Leave\n\nTwenty days.");
  expect(await loadWorkspace(path)).toMatchObject({
    name: "q4-handbook",
    title: "Q4 Handbook",
    dataset: "q4_handbook",
    data: { none: true },
    model: { name: "q4-handbook", datasets: [], metrics: [] },
  });
  await writeFile(join(path, "workspace.yaml"), "title: Rules\ntimezone: Europe/Berlin\n");
  expect(await loadWorkspace(path)).toMatchObject({ name: "q4-handbook", title: "Rules" });
  expect((await loadWorkspaces([root])).map(({ name }) => name)).toEqual(["q4-handbook"]);
  expect((await loadWorkspaces([path])).map(({ name }) => name)).toEqual(["q4-handbook"]);
});

test("loadWorkspace() says what is missing where data, its meaning or everything is", async () => {
  const noData = await folder("a", good.replace(/data: .*\n/, ""));
  expect(await refusal(loadWorkspace(noData))).toContain(
    'say in workspace.yaml where it is, such as data: { files: "data/*.csv" }',
  );
  const nothing = await folder("b", "title: Nothing\n");
  await rm(join(nothing, "semantic_model.yaml"));
  expect(await refusal(loadWorkspace(nothing))).toContain("neither documents in docs nor data");
});

test("loadWorkspaces() finds workspaces in several folders, by name", async () => {
  await folder("in/b", good.replace("name: firm", "name: bravo"));
  await folder("in/a", good.replace("name: firm", "name: alpha"));
  const single = await folder("single", good);
  const found = await loadWorkspaces([join(root, "in"), single]);
  expect(found.map(({ name }) => name)).toEqual(["alpha", "bravo", "firm"]);
});

test("loadWorkspaces() refuses two of one name, none at all, and folders that are not there", async () => {
  await folder("in/a", good);
  await folder("in/b", good);
  expect(await refusal(loadWorkspaces([join(root, "in")]))).toContain('are both named "firm"');
  await mkdir(join(root, "empty"));
  expect(await refusal(loadWorkspaces([join(root, "empty")]))).toContain("Cannot find a workspace");
  expect(await refusal(loadWorkspaces([join(root, "nowhere")]))).toContain("does not exist");
});
