import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Config } from "../agent/config.ts";
import type { Deps } from "../agent/deps.ts";
import { openDeps } from "../agent/open-deps.ts";

/** Folders beneath the data folder that are made from a workspace alone, and so can be shared by runs. */
const SHARED = ["warehouse", "knowledge"];
/** The evals' own workspaces. */
export const WORKSPACES = "evals/workspaces";

/** Everything opened for a run, with stores of its own that go away with it. */
export type OpenRun = AsyncDisposable & { readonly deps: Deps; readonly config: Config };

export type RunOptions = {
  /** Whether the evals' own workspaces are there; as a rule where their files can be loaded. */
  readonly withOwn?: boolean;
};

/** The workspaces of the settings and, where their files can be loaded, those of the evals; the generated warehouses are those of `config.dataDir`. */
export async function openRun(config: Config, options: RunOptions = {}): Promise<OpenRun> {
  const dataDir = await mkdtemp(join(tmpdir(), "insight-evals-"));
  await using opening = new AsyncDisposableStack();
  opening.defer(() => rm(dataDir, { recursive: true, force: true }));
  for (const name of SHARED) {
    const shared = resolve(config.dataDir, name);
    await mkdir(shared, { recursive: true });
    await symlink(shared, join(dataDir, name), "dir");
  }
  const { withOwn = config.warehouse.kind === "duckdb" } = options;
  const added = withOwn ? [WORKSPACES] : [];
  const knowledgeDirs = [...new Set([...config.knowledgeDirs, ...added])];
  const own = { ...config, dataDir, knowledgeDirs };
  const deps = opening.use(await openDeps(own));
  const opened = opening.move();
  return { deps, config: own, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
