import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { loadModel } from "../agent/semantic/load-model.ts";
import type { SemanticModel } from "../agent/semantic/model.ts";
import { mend } from "../agent/semantic/nearest.ts";
import { type Problem, toError } from "../agent/semantic/problems.ts";
import { parseYaml } from "../agent/semantic/yaml-file.ts";
import type { VerifiedQuery, Workspace } from "../agent/workspace.ts";
import { Description, isoDate, namesOf, text } from "./workspace-description.ts";

const Verified = z.array(
  z.strictObject({ question: text, sql: text, verified_by: text, verified_on: isoDate }),
);

/**
 * Every workspace in the folders, by name: each folder that holds a `workspace.yaml` or `docs`, and each such folder directly in them.
 *
 * @throws {Error} naming everything that is wrong with any of them; when there is none; when two have one name.
 */
export async function loadWorkspaces(dirs: readonly string[]): Promise<Workspace[]> {
  const folders = (await Promise.all(dirs.map(workspaceFolders))).flat();
  if (folders.length === 0) {
    throw new Error(
      `Cannot find a workspace in ${dirs.join(", ")}: none of the folders there has a workspace.yaml or a folder docs with documents`,
    );
  }
  const loaded = await Promise.allSettled(folders.map(loadWorkspace));
  const broken = loaded.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  const workspaces = loaded.flatMap((result) =>
    result.status === "fulfilled" ? [result.value] : [],
  );
  const problems = [...broken.map(messageOf), ...duplicates(workspaces)];
  if (problems.length > 0) throw new Error(problems.join("\n"), { cause: broken[0] });
  return workspaces.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The workspace that a folder describes.
 *
 * @throws {Error} naming every problem of its files with file, line, place and mend.
 */
export async function loadWorkspace(folder: string): Promise<Workspace> {
  const home = resolve(folder);
  const parts = await Promise.allSettled([
    readDescription(home),
    readModel(home),
    readVerified(home),
  ] as const);
  const broken = parts.flatMap((part) => (part.status === "rejected" ? [part.reason] : []));
  const [description, model, verified] = parts;
  if (
    description.status === "rejected" ||
    model.status === "rejected" ||
    verified.status === "rejected"
  ) {
    throw new Error(broken.map(messageOf).join("\n"), { cause: broken[0] });
  }
  const {
    fiscal_year_start_month,
    today,
    customers,
    metrics_api: api,
    data,
    ...rest
  } = description.value;
  checkParts(home, { data, model: model.value });
  const names = namesOf(home, description.value);
  return {
    ...rest,
    ...names,
    data: data ?? { none: true },
    ...(customers && { customers }),
    ...(api && {
      metricsApi: { freshSeconds: api.fresh_seconds, staleSeconds: api.stale_seconds },
    }),
    today: () => today ?? dateIn(rest.timezone, new Date()),
    fiscalYearStartMonth: fiscal_year_start_month,
    model: model.value ?? { ...NOTHING, name: names.name },
    verifiedQueries: verified.value,
    folder: home,
  };
}

/** The date that a clock in the timezone shows at the instant. */
export function dateIn(timezone: string, instant: Date): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return parts.format(instant);
}

async function workspaceFolders(dir: string): Promise<readonly string[]> {
  if (!existsSync(dir))
    throw new Error(`Cannot read workspaces: the folder "${dir}" does not exist`);
  if (isWorkspace(dir)) return [dir];
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .map(({ name }) => join(dir, name))
    .filter(isWorkspace)
    .toSorted();
}

function isWorkspace(folder: string): boolean {
  return existsSync(join(folder, "workspace.yaml")) || existsSync(join(folder, "docs"));
}

async function readDescription(folder: string): Promise<z.infer<typeof Description>> {
  const file = join(folder, "workspace.yaml");
  if (!existsSync(file)) return Description.parse({});
  const description = await readYaml(file, Description, "the workspace");
  const { data } = description;
  if (data && "generate" in data && !existsSync(join(folder, data.generate))) {
    const problem = {
      path: ["data", "generate"],
      message: `names "${data.generate}", which is not there`,
    };
    throw toError("the workspace", [problem], { file });
  }
  return description;
}

/** Of a workspace that has documents only. */
const NOTHING = { description: "", datasets: [], relationships: [], rollups: [], metrics: [] };

type Parts = { readonly data: Description["data"]; readonly model: SemanticModel | undefined };

/** @throws {Error} in words, when data has no meaning, a model no data, or there is nothing to answer from. */
function checkParts(folder: string, { data, model }: Parts): void {
  const modelFile = join(folder, "semantic_model.yaml");
  if (data && !model) {
    throw new Error(
      `Cannot read the semantic model: ${modelFile} is not there; it says what the data means`,
    );
  }
  if (!data && model && model.datasets.length > 0) {
    throw new Error(
      `Cannot find the data that ${modelFile} describes: say in workspace.yaml where it is, such as data: { files: "data/*.csv" }`,
    );
  }
  if (!data && !existsSync(join(folder, "docs"))) {
    throw new Error(
      `Cannot answer from ${folder}: it has neither documents in docs nor data in workspace.yaml`,
    );
  }
}

/** Undefined where there is none. */
async function readModel(folder: string): Promise<SemanticModel | undefined> {
  const file = join(folder, "semantic_model.yaml");
  if (!existsSync(file)) return undefined;
  const model = loadModel(await readFile(file, "utf8"), file);
  const lost = model.metrics.flatMap((metric) => missingDefinition(metric, folder));
  if (lost.length > 0) throw toError("the semantic model", lost, { file });
  return model;
}

function missingDefinition(
  { name, definition }: SemanticModel["metrics"][number],
  folder: string,
): readonly Problem[] {
  if (!definition || existsSync(join(folder, "docs", definition.document))) return [];
  return [
    {
      path: [],
      message: `metric ${name}: its definition names the document "${definition.document}", which is not in docs`,
    },
  ];
}

async function readVerified(folder: string): Promise<readonly VerifiedQuery[]> {
  const file = join(folder, "verified_queries.yaml");
  if (!existsSync(file)) return [];
  const queries = await readYaml(file, Verified, "the verified queries");
  return queries.map(({ question, sql, verified_by: verifiedBy, verified_on: verifiedOn }) => ({
    question,
    sql: sql.trim(),
    verifiedBy,
    verifiedOn,
  }));
}

async function readYaml<T extends z.ZodType>(
  file: string,
  schema: T,
  what: string,
): Promise<z.infer<T>> {
  const { data, problems, lineOf } = parseYaml(await readFile(file, "utf8"));
  if (problems.length > 0) throw toError(what, problems, { file });
  const parsed = schema.safeParse(data ?? {});
  if (parsed.success) return parsed.data;
  const found = parsed.error.issues.flatMap(toProblems);
  throw toError(what, found, { file, lineOf });
}

function toProblems(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code !== "unrecognized_keys") return [{ path, message: wordsOf(issue) }];
  return issue.keys.map((key) => ({
    path,
    message: `has the unknown key "${key}"${path.length === 0 ? mend(key, Object.keys(Description.shape)) : ""}`,
  }));
}

function wordsOf({ message, ...issue }: z.core.$ZodIssue): string {
  const missing = issue.code === "invalid_type" && message.endsWith("received undefined");
  return missing ? "is missing; add it" : message.charAt(0).toLowerCase() + message.slice(1);
}

function duplicates(workspaces: readonly Workspace[]): readonly string[] {
  return workspaces.flatMap(({ name, folder }, index) => {
    const first = workspaces.findIndex((other) => other.name === name);
    const other = workspaces[first]?.folder;
    return first === index || !other
      ? []
      : [
          `Cannot tell two workspaces apart: ${other} and ${folder} are both named "${name}"; rename ${basename(folder)}`,
        ];
  });
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
