import { mkdir, mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Vectors stand there by the text they are of; processes may write to them at one time. */
const KNOWLEDGE = "node_modules/.cache/insight-agent/knowledge";

/** A new folder of data in which the passages of documents are embedded that an earlier test has embedded; remove it after. */
export async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), "insight-data-"));
  const shared = resolve(KNOWLEDGE);
  await mkdir(shared, { recursive: true });
  await symlink(shared, join(dataDir, "knowledge"), "dir");
  return dataDir;
}
