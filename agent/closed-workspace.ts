import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClosedWorkspace, WrittenRole } from "./deps.ts";
import { ACCESS_FILE } from "./governance/load-access.ts";
import { parseYaml } from "./semantic/yaml-file.ts";
import type { Workspace } from "./workspace.ts";

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
function rolesIn(yaml: string): readonly WrittenRole[] {
  const { data } = parseYaml(yaml);
  const { roles = {}, default_role } = isRecord(data) ? data : {};
  if (!isRecord(roles)) return [];
  return Object.entries(roles).map(([name, role]) => {
    const title = isRecord(role) ? role["title"] : undefined;
    return {
      name,
      title: typeof title === "string" ? title : name,
      isDefault: name === default_role,
    };
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
