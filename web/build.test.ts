import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { buildClient, sourceDigest } from "./build.ts";

/** DESIGN's budget for the first view. */
const FIRST_VIEW_BYTES = 45_000;
/** All that can ever be loaded. */
const WHOLE_BYTES = 65_000;

describe("buildClient()", () => {
  let dist: string;
  beforeAll(async () => {
    dist = await mkdtemp(path.join(os.tmpdir(), "insight-agent-build-"));
    await buildClient(dist);
  });
  afterAll(() => rm(dist, { recursive: true }));

  const gzipped = async (file: string) =>
    gzipSync(await readFile(path.join(dist, file)), { level: 6 }).length;
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

  it("keeps the scripts of the first view within 45 kB", async () => {
    const page = await readFile(path.join(dist, "index.html"), "utf8");
    const scripts = [...page.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(
      ([, file = ""]) => file,
    );
    expect(scripts.length).toBeGreaterThan(1);
    expect(sum(await Promise.all(scripts.map(gzipped)))).toBeLessThanOrEqual(FIRST_VIEW_BYTES);
  });

  it("keeps all scripts together within 65 kB", async () => {
    const files = await readdir(dist, { recursive: true });
    const scripts = files.filter((file) => file.endsWith(".js"));
    expect(sum(await Promise.all(scripts.map(gzipped)))).toBeLessThanOrEqual(WHOLE_BYTES);
  });

  it("holds to the page's policy: nothing inline, nothing from elsewhere", async () => {
    const page = await readFile(path.join(dist, "index.html"), "utf8");
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
    const assets = (await readdir(dist, { recursive: true })).filter((file) =>
      file.endsWith(".css"),
    );
    for (const file of assets) {
      const css = await readFile(path.join(dist, file), "utf8");
      expect([...css.matchAll(/url\(["']?(?!\/assets\/)[^)]*\)/g)]).toEqual([]);
      expect(css).not.toContain("@import");
    }
    expect([...page.matchAll(/(?:src|href)="(?!\/[^/])[^"]*"/g)]).toEqual([]);
  });
});

describe("sourceDigest()", () => {
  it("is the same for the same sources", async () => {
    expect(await sourceDigest()).toBe(await sourceDigest());
  });
});
