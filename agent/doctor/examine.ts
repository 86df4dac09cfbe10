import { type Config, parseConfig } from "../config.ts";
import { type Check, type Env, type Finding, failures } from "./check.ts";
import { checkIdentity } from "./check-identity.ts";
import { checkDataDir, checkNode, checkPort } from "./check-machine.ts";
import { checkModelService } from "./check-model.ts";
import { checkSettings } from "./check-settings.ts";
import { checkSources } from "./check-sources.ts";
import { checkStore } from "./check-store.ts";
import { checkTracing } from "./check-tracing.ts";
import { checkWarehouse } from "./check-warehouse.ts";
import { checkDocuments, checkWorkspaces } from "./check-workspaces.ts";
import { redact } from "./redact.ts";

/** Everything that is looked at, in the order of what is needed first. A new service adds its check here. */
export const CHECKS: readonly Check[] = [
  checkNode,
  checkSettings,
  checkIdentity,
  checkDataDir,
  checkWorkspaces,
  checkWarehouse,
  checkSources,
  checkStore,
  checkModelService,
  checkDocuments,
  checkTracing,
  checkPort,
];

/** A check with what it found; no findings where it could not be run before what `waitsFor` names is mended. */
export type Examined = {
  readonly name: string;
  readonly findings: readonly Finding[];
  readonly waitsFor?: string;
};

/** Runs the checks one after another, `seen` as each ends. Never throws; secrets of the environment stand in no finding. */
export async function examine(
  env: Env,
  checks: readonly Check[] = CHECKS,
  seen: (one: Examined) => void = () => {},
): Promise<readonly Examined[]> {
  const config = readConfig(env);
  const all: Examined[] = [];
  for (const check of checks) {
    const one = await examineOne(check, { env, config, before: all });
    all.push(one);
    seen(one);
  }
  return all;
}

/** True when nothing failed. */
export function isHealthy(all: readonly Examined[]): boolean {
  return all.every(({ findings }) => findings.every(({ health }) => health !== "failed"));
}

type Known = {
  readonly env: Env;
  readonly config: Config | undefined;
  readonly before: readonly Examined[];
};

async function examineOne(check: Check, { env, config, before }: Known): Promise<Examined> {
  const { name, after = [] } = check;
  const broken = before.find((other) => after.includes(other.name) && !isHealthy([other]));
  const waitsFor = check.needs === "settings" && !config ? "Settings" : broken?.name;
  if (waitsFor !== undefined) return { name, findings: [], waitsFor };
  const findings = await attempt(check, env, config);
  return { name, findings: findings.map((finding) => withoutSecrets(finding, env)) };
}

async function attempt(
  check: Check,
  env: Env,
  config: Config | undefined,
): Promise<readonly Finding[]> {
  try {
    if (check.needs === "environment") return await check.run(env);
    return config ? await check.run(config) : [];
  } catch (thrown) {
    return failures(thrown);
  }
}

/** Undefined when they cannot be read, which the check of the settings tells. */
function readConfig(env: Env): Config | undefined {
  try {
    return parseConfig(env);
  } catch {
    return undefined;
  }
}

function withoutSecrets({ health, words, todo }: Finding, env: Env): Finding {
  return {
    health,
    words: redact(words, env),
    ...(todo !== undefined && { todo: redact(todo, env) }),
  };
}
