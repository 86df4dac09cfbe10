import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ACCESS_FILE } from "./governance/load-access.ts";
import { parseYaml } from "./semantic/yaml-file.ts";
import type { Workspace } from "./workspace.ts";

/** A workspace that nobody can ask about, yet or at all. */
export type ClosedWorkspace = Pick<Workspace, "name" | "title" | "description" | "currency"> & {
  /** Whom it lets in, as its folder says before that is checked; undefined where everything is everyone's. */
  readonly roles?: readonly { readonly name: string; readonly title: string }[];
  /** `failed` when it could not be opened; that is tried again. */
  readonly state: "opening" | "failed";
};

/** The workspace as it stands while it is being opened. Never throws. */
export async function toClosed({
  name,
  title,
  description,
  currency,
  folder,
}: Workspace): Promise<ClosedWorkspace> {
  const file = join(folder, ACCESS_FILE);
  const roles = existsSync(file)
    ? rolesIn(await readFile(file, "utf8").catch(() => ""))
    : undefined;
  return { name, title, description, currency, state: "opening", ...(roles && { roles }) };
}

/** None of a file that cannot be read: it then lets nobody in. */
function rolesIn(yaml: string): NonNullable<ClosedWorkspace["roles"]> {
  const { data } = parseYaml(yaml);
  const roles = isRecord(data) && isRecord(data["roles"]) ? data["roles"] : {};
  return Object.entries(roles).map(([name, role]) => {
    const title = isRecord(role) ? role["title"] : undefined;
    return { name, title: typeof title === "string" ? title : name };
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
