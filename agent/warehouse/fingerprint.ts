import { createHash } from "node:crypto";
import { glob, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Workspace } from "../workspace.ts";

type Source = Pick<Workspace, "name" | "folder" | "dataset" | "data"> & { readonly rows?: number };

/** Raised when tables are made otherwise than before, so that files of earlier versions are made anew. */
const LAYOUT = 2;

/** Sixteen hex digits that change with the source of a workspace's data: its generator's text, or its files' sizes and times. */
export async function fingerprintOf(source: Source): Promise<string> {
  const hash = createHash("sha256").update(`${LAYOUT}\n${source.dataset}\n`);
  if ("files" in source.data) {
    for (const path of await findFiles(source)) {
      const { size, mtimeMs } = await stat(path);
      hash.update(`${path}\n${size}\n${mtimeMs}\n`);
    }
  } else if ("generate" in source.data) {
    if (source.rows !== undefined) hash.update(`${source.rows} rows\n`);
    for (const path of await generatorFiles(source.folder, source.data.generate)) {
      hash.update(`${path}\n`).update(await readFile(path));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

/** The data files of a workspace, by name. @throws {Error} when there are none. */
export async function findFiles({ name, folder, data }: Source): Promise<readonly string[]> {
  const pattern = "files" in data ? data.files : "";
  const paths = await collect(pattern, folder);
  if (paths.length === 0)
    throw new Error(`Cannot find data of "${name}": nothing matches ${join(folder, pattern)}`);
  return paths;
}

async function generatorFiles(folder: string, generate: string): Promise<readonly string[]> {
  const paths = await collect("**/*", join(folder, dirname(generate)));
  const isSource = (path: string) =>
    /\.(ts|js|mjs|json|csv)$/.test(path) && !/\.test\.\w+$/.test(path);
  return paths.filter(isSource);
}

async function collect(pattern: string, cwd: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const path of glob(pattern, { cwd })) paths.push(join(cwd, path));
  return paths.sort();
}
