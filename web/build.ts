import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const WEB = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.dirname(WEB);
const DIST = path.join(WEB, "dist");
/** Says which sources the client beside it was built from. */
const STAMP = "build.json";
const NOT_SOURCES = /(^|\/)(dist|screens|testing)\/|\.test\.tsx?$/;

/** A digest of all that goes into the client: its sources, the lock file and Vite's settings. */
async function sourceDigest(): Promise<string> {
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

/** Builds the client for production into `outDir`. Vite is loaded only here: a client that is fresh costs no time. */
async function build(outDir: string): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Vite takes what it finds here for the kind of build, whatever its mode
  process.env["NODE_ENV"] = "production";
  const vite = await import("vite");
  await vite.build({
    root: WEB,
    configFile: path.join(ROOT, "vite.config.ts"),
    build: { outDir },
  });
}

async function builtDigest(dist: string): Promise<string | undefined> {
  try {
    const stamp = JSON.parse(await readFile(path.join(dist, STAMP), "utf8"));
    return (stamp as { sources?: string }).sources;
  } catch {
    return undefined; // never built, or by something else
  }
}

/** A production install leaves the tools out and brings the client built. */
function isInstalled(tool: string): boolean {
  try {
    import.meta.resolve(tool);
    return true;
  } catch {
    return false; // not found, as said
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { "if-stale": { type: "boolean" }, out: { type: "string", default: DIST } },
  });
  const sources = await sourceDigest();
  if (values["if-stale"] && (await builtDigest(values.out)) === sources) return;
  if (!isInstalled("vite") && existsSync(path.join(values.out, "index.html"))) {
    process.stdout.write("Client kept as it was built: the tools to build it are not installed\n");
    return;
  }
  const startedAt = performance.now();
  await build(values.out);
  await writeFile(path.join(values.out, STAMP), `${JSON.stringify({ sources })}\n`);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`Client built in ${seconds} s\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
