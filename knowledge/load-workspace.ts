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

const text = z.string().trim().min(1);
const isoDate = z.iso.date("must be a date such as 2025-01-06");

const Description = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "must be small letters, digits, - and _"),
  title: text,
  description: z.string().trim().default(""),
  dataset: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be letters, digits and _"),
  today: isoDate.optional(),
  timezone: text.refine(isTimezone, "must be a timezone such as Europe/Berlin").default("UTC"),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as USD")
    .default("USD"),
  fiscal_year_start_month: z.int().min(1).max(12).default(1),
  data: z.union([z.strictObject({ generate: text }), z.strictObject({ files: text })], {
    error: 'must be { generate: "data/generate.ts" } or { files: "data/*.csv" }',
  }),
  customers: z
    .strictObject({ migrations: text, generate: text, roles: z.record(text, text) })
    .optional(),
  metrics_api: z
    .strictObject({
      fresh_seconds: z.int().positive().default(60),
      stale_seconds: z.int().positive().default(86_400),
    })
    .optional(),
  starters: z.array(text).default([]),
});

const Verified = z.array(
  z.strictObject({ question: text, sql: text, verified_by: text, verified_on: isoDate }),
);

/**
 * Every workspace in the folders, by name: each folder that holds a `workspace.yaml`, and each such folder directly in them.
 *
 * @throws {Error} naming everything that is wrong with any of them; when there is none; when two have one name.
 */
export async function loadWorkspaces(dirs: readonly string[]): Promise<Workspace[]> {
  const folders = (await Promise.all(dirs.map(workspaceFolders))).flat();
  if (folders.length === 0) {
    throw new Error(
      `Cannot find a workspace in ${dirs.join(", ")}: none of the folders there has a workspace.yaml`,
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
    ...rest
  } = description.value;
  return {
    ...rest,
    ...(customers && { customers }),
    ...(api && {
      metricsApi: { freshSeconds: api.fresh_seconds, staleSeconds: api.stale_seconds },
    }),
    today: () => today ?? dateIn(rest.timezone, new Date()),
    fiscalYearStartMonth: fiscal_year_start_month,
    model: model.value,
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
  if (existsSync(join(dir, "workspace.yaml"))) return [dir];
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .map(({ name }) => join(dir, name))
    .filter((folder) => existsSync(join(folder, "workspace.yaml")))
    .toSorted();
}

async function readDescription(folder: string): Promise<z.infer<typeof Description>> {
  const description = await readYaml(join(folder, "workspace.yaml"), Description, "the workspace");
  const { data } = description;
  if ("generate" in data && !existsSync(join(folder, data.generate))) {
    const problem = {
      path: ["data", "generate"],
      message: `names "${data.generate}", which is not there`,
    };
    throw toError("the workspace", [problem], { file: join(folder, "workspace.yaml") });
  }
  return description;
}

async function readModel(folder: string): Promise<SemanticModel> {
  const file = join(folder, "semantic_model.yaml");
  if (!existsSync(file)) throw new Error(`Cannot read the semantic model: ${file} is not there`);
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

function isTimezone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false; // RangeError: no such timezone
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
