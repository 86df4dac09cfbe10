import { join } from "node:path";
import { loadWorkspaces } from "../../knowledge/load-workspace.ts";
import { type Config, parseConfig } from "../config.ts";
import { toWords } from "../failure.ts";
import { loadAccess } from "../governance/load-access.ts";
import { createAudit } from "../store/audit.ts";
import { openFirestore } from "../store/documents-firestore.ts";
import { openSqlite } from "../store/documents-sqlite.ts";
import { type AuditCall, parseAuditCall, USAGE } from "./options.ts";
import { runAudit } from "./run-audit.ts";

const parsed = parseAuditCall(process.argv.slice(2));
if (parsed.ok) {
  process.exitCode = await main(parsed.value).catch((error: unknown) => {
    process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  });
} else {
  process.stderr.write(`✗ ${toWords(parsed.failure)}\n\n${USAGE}`);
  process.exitCode = 1;
}

async function main(call: AuditCall): Promise<number> {
  const config = parseConfig(process.env);
  const all = await keepDaysOf(config);
  const wanted = [...all].filter(([name]) => (call.workspace ?? name) === name);
  if (wanted.length === 0) throw new Error(`Cannot find the workspace "${call.workspace}"`);
  await using documents = await openStore(config);
  const write = (text: string) => void process.stdout.write(text);
  return await runAudit(call, {
    audit: createAudit(documents),
    workspaces: new Map(wanted),
    write,
  });
}

/** By name of the workspace: how long its own rules keep the audit, else the settings. */
async function keepDaysOf({ knowledgeDirs, limits }: Config): Promise<ReadonlyMap<string, number>> {
  const workspaces = await loadWorkspaces(knowledgeDirs);
  const days = workspaces.map(async ({ name, folder, model }) => {
    const access = await loadAccess(folder, model);
    return [name, access?.keepDays ?? limits.logRetentionDays] as const;
  });
  return new Map(await Promise.all(days));
}

function openStore({ store, dataDir }: Config) {
  return store.kind === "sqlite"
    ? openSqlite(join(dataDir, "insight.sqlite"))
    : openFirestore(store);
}
