import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const pack = promisify(gzip);

/** A file in memory; `packed` is it in gzip, absent where that saves nothing worth having. */
export type KeptFile = {
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly packed?: Uint8Array<ArrayBuffer>;
};

/** Below this a file is a single packet as it is. */
const PACK_BYTES = 1_024;

/**
 * The files under `root`, kept in memory and packed once; read anew when they change. All that are there are read at once,
 * ahead of who asks. What is handed back is undefined for what is no file.
 */
export function createKeptFiles(
  root: string,
  isText: (file: string) => boolean,
): (file: string) => Promise<KeptFile | undefined> {
  const kept = new Map<string, Promise<KeptFile>>();
  const load = async (file: string, etag: string): Promise<KeptFile> => {
    const body = new Uint8Array(await readFile(file));
    if (!isText(file) || body.length < PACK_BYTES) return { etag, body };
    return { etag, body, packed: new Uint8Array(await pack(body, { level: 9 })) };
  };
  const find = async (file: string): Promise<KeptFile | undefined> => {
    const etag = await tagOf(file);
    if (!etag) return undefined;
    const known = kept.get(file);
    if (known && (await known).etag === etag) return known;
    const loaded = load(file, etag);
    kept.set(file, loaded);
    loaded.catch(() => kept.delete(file)); // whoever asked is told
    return loaded;
  };
  void filesUnder(root).then((files) => Promise.allSettled(files.map(find)));
  return find;
}

async function tagOf(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    const tag = `${found.size.toString(36)}-${Math.trunc(found.mtimeMs).toString(36)}`;
    return found.isFile() ? `W/"${tag}"` : undefined;
  } catch {
    return undefined; // No such file.
  }
}

async function filesUnder(root: string): Promise<readonly string[]> {
  try {
    const found = await readdir(root, { recursive: true, withFileTypes: true });
    return found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  } catch {
    return []; // Not built yet.
  }
}
