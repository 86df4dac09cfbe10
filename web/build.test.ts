import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type BuiltClient, buildClient } from "./testing/build-client.ts";

/** DESIGN's budget for the first view. */
const FIRST_VIEW_BYTES = 45_000;
/** All that can ever be loaded. */
const WHOLE_BYTES = 69_000;

describe("build", () => {
  let client: BuiltClient;
  let dist: string;
  beforeAll(async () => {
    client = await buildClient();
    dist = client.dist;
  });
  afterAll(() => client.remove());

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

  it("keeps all scripts together within 69 kB", async () => {
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

  it("builds again only when asked for or when the sources are others", async () => {
    expect(await client.build("--if-stale")).toBe("");
    await writeFile(path.join(dist, "build.json"), '{"sources":"others"}');
    expect(await client.build("--if-stale")).toContain("Client built");
  });
});
