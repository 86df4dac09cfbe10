import { mkdir, mkdtemp, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/**
 * Makes the folder where it is missing, and tries whether it can be written to.
 *
 * @throws {Error} in words, when it cannot be had.
 */
export async function openDataDir(folder: string): Promise<void> {
  try {
    await makeFolder(resolve(folder));
    await rmdir(await mkdtemp(join(folder, ".try-")));
  } catch (cause) {
    throw new Error(`Cannot keep data in "${folder}": ${toWords(cause)}`, { cause });
  }
}

/** Not `mkdir`'s own recursion: where a folder exists and takes none, as in /proc, that never ends (Node 24). */
async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  await makeFolder(dirname(folder));
  try {
    await mkdir(folder);
  } catch (cause) {
    // Another process that starts at the same time may have been quicker.
    if (!(await isFolder(folder))) throw cause;
  }
}

/** False where nothing stands. */
async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return false;
    throw cause;
  }
  throw Object.assign(new Error(`"${path}" is not a folder`), { code: "ENOTDIR" });
}

function toWords(cause: unknown): string {
  const code = codeOf(cause);
  switch (code) {
    case "ENOTDIR":
      return "a file stands in its place; set DATA_DIR to a folder";
    case "EACCES":
    case "EPERM":
      return "this account may not write there; set DATA_DIR to a folder where it may";
    case "EROFS":
      return "the disk is read-only; set DATA_DIR to a folder on another one";
    case "ENOSPC":
      return "the disk is full";
    default:
      return `no folder can be made there (${code}); set DATA_DIR to another one`;
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
}
