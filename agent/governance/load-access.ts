import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import type { SemanticModel } from "../semantic/model.ts";
import { mend } from "../semantic/nearest.ts";
import { type Problem, toError } from "../semantic/problems.ts";
import { fieldWithId } from "../semantic/reachable.ts";
import { parseYaml } from "../semantic/yaml-file.ts";
import type { Access, Role } from "./access.ts";
import { AccessFile, type RoleFile } from "./access-schema.ts";
import { patternProblem } from "./patterns.ts";

/** The file of a workspace's folder that says who may know what. */
export const ACCESS_FILE = "access.yaml";

/**
 * Who may know what of a workspace; undefined where its folder has no `access.yaml`.
 *
 * @throws {Error} one error that names every problem with file, line, place and mend.
 */
export async function loadAccess(
  folder: string,
  model: SemanticModel,
): Promise<Access | undefined> {
  const file = join(folder, ACCESS_FILE);
  return existsSync(file) ? parseAccess(await readFile(file, "utf8"), file, model) : undefined;
}

/** As `loadAccess`, from the text. */
export function parseAccess(yaml: string, file: string, model: SemanticModel): Access {
  const { data, problems: syntax, lineOf } = parseYaml(yaml);
  const refuse = (problems: readonly Problem[]) =>
    toError("who may know what", problems, { file, lineOf });
  if (syntax.length > 0) throw refuse(syntax);
  const parsed = AccessFile.safeParse(data ?? {});
  if (!parsed.success) throw refuse(parsed.error.issues.flatMap(toProblems));
  const problems = checkAccess(parsed.data, model);
  if (problems.length > 0) throw refuse(problems);
  return toAccess(parsed.data);
}

function toAccess(file: AccessFile): Access {
  const { default_role, audit, dominance, subjects, safe, headlines, documents } = file;
  return {
    roles: new Map(Object.entries(file.roles).map(([name, role]) => [name, toRole(name, role)])),
    ...(default_role !== undefined && { defaultRole: default_role }),
    subjects: subjects.map(({ field, k, called = pluralOf(field) }) => ({ field, k, called })),
    safe,
    headlines,
    largestShare: dominance.largest,
    documents,
    ...(audit && { keepDays: audit.keep_days }),
  };
}

function toRole(name: string, role: RoleFile): Role {
  const { title = name, totals_only, sources, metrics, ...rest } = role;
  return {
    ...rest,
    name,
    title,
    totalsOnly: totals_only,
    ...(sources && { sources }),
    ...(metrics && { metrics }),
  };
}

/** `events.user_id` → "users". */
function pluralOf(field: string): string {
  const noun = (field.split(".").at(-1) ?? field).replace(/_(?:id|key)$/, "").replaceAll("_", " ");
  return `${noun}s`;
}

function checkAccess(file: AccessFile, model: SemanticModel): Problem[] {
  const { default_role, roles, subjects, safe, headlines } = file;
  const names = Object.keys(roles);
  const datasets = model.datasets.map(({ name }) => name);
  const metrics = model.metrics.map(({ name }) => name);
  return [
    ...(default_role === undefined
      ? []
      : unknown(default_role, names, { kind: "role", path: ["default_role"] })),
    ...names.flatMap((name) => checkRole(name, file, model)),
    ...subjects.flatMap(({ field }, index) =>
      fieldWithId(model, field)
        ? []
        : [{ path: ["subjects", index, "field"], message: unknownField(field, model) }],
    ),
    ...safe.flatMap((name, index) =>
      unknown(name, datasets, { kind: "dataset", path: ["safe", index] }),
    ),
    ...headlines.flatMap(({ metric }, index) =>
      unknown(metric, metrics, { kind: "metric", path: ["headlines", index, "metric"] }),
    ),
  ];
}

function checkRole(name: string, { roles, subjects }: AccessFile, model: SemanticModel): Problem[] {
  const role = roles[name];
  if (!role) return [];
  const at = (...path: readonly (string | number)[]) => ["roles", name, ...path];
  const known = model.metrics.map((metric) => metric.name);
  const patterns = (key: "hide" | "totals_only") =>
    role[key].flatMap((pattern, index) => {
      const message = patternProblem(pattern, model);
      return message === undefined ? [] : [{ path: at(key, index), message }];
    });
  const isFree = role.sql === "free" && role.detail === "aggregates";
  const isBare = role.detail === "aggregates" && subjects.length === 0;
  const isLoose = role.totals_only.length > 0 && role.detail === "rows";
  return [
    ...patterns("hide"),
    ...patterns("totals_only"),
    ...(role.metrics ?? []).flatMap((metric, index) =>
      unknown(metric, known, { kind: "metric", path: at("metrics", index) }),
    ),
    ...(isFree
      ? [
          {
            path: at("sql"),
            message: "is free, which shows rows; with detail: aggregates it must be compiled",
          },
        ]
      : []),
    ...(isLoose
      ? [
          {
            path: at("totals_only"),
            message: "needs detail: aggregates; in rows every value shows",
          },
        ]
      : []),
    ...(isBare
      ? [
          {
            path: at("detail"),
            message:
              "is aggregates, but no subjects say whose number must be kept; name them under subjects",
          },
        ]
      : []),
  ];
}

/** The problem of a name that is not among the known ones; none when it is. */
function unknown(
  name: string,
  known: readonly string[],
  { kind, path }: { readonly kind: string; readonly path: Problem["path"] },
): Problem[] {
  return known.includes(name)
    ? []
    : [{ path, message: `names the unknown ${kind} "${name}"${mend(name, known)}` }];
}

function unknownField(field: string, model: SemanticModel): string {
  const known = model.datasets.flatMap(({ fields }) => fields.map(({ id }) => id));
  return `names the unknown field "${field}"${mend(field, known)}`;
}

function toProblems(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(AccessFile.shape);
    return issue.keys.map((key) => ({
      path,
      message: `has the unknown key "${key}"${path.length === 0 ? mend(key, known) : ""}`,
    }));
  }
  const { message } = issue;
  const isMissing = issue.code === "invalid_type" && message.endsWith("received undefined");
  const words = isMissing
    ? "is missing; add it"
    : message.charAt(0).toLowerCase() + message.slice(1);
  return [{ path, message: words }];
}
