import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const WEB = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.dirname(WEB);
const DIST = path.join(WEB, "dist");
/** Says in `dist` which sources it was built from. */
const STAMP = path.join(DIST, "build.json");
const NOT_SOURCES = /(^|\/)(dist|screens|testing)\/|\.test\.tsx?$/;

/** A digest of all that goes into the client: its sources, the lock file and Vite's settings. */
export async function sourceDigest(): Promise<string> {
  const own = (await readdir(WEB, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => !NOT_SOURCES.test(file));
  const hash = createHash("sha256");
  for (const file of [...own, "package-lock.json", "vite.config.ts"].sort()) {
    hash
      .update(`${file}\0`)
      .update(await readFile(path.join(ROOT, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** Builds the client into `outDir`. Vite is loaded only here, so that a fresh client costs no start-up time. */
export async function buildClient(outDir: string): Promise<void> {
  const { build } = await import("vite");
  await build({
    root: WEB,
    configFile: path.join(ROOT, "vite.config.ts"),
    mode: "production",
    build: { outDir },
  });
}

async function builtDigest(): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(STAMP, "utf8")) as { sources?: string }).sources;
  } catch {
    return undefined; // never built, or by something else
  }
}

async function main(): Promise<void> {
  const sources = await sourceDigest();
  if (process.argv.includes("--if-stale") && (await builtDigest()) === sources) return;
  const startedAt = performance.now();
  await buildClient(DIST);
  await writeFile(STAMP, `${JSON.stringify({ sources })}\n`);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`Client built in ${seconds} s\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
