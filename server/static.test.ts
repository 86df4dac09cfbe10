import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { call } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";

async function openBuilt() {
  const folder = await mkdtemp(join(tmpdir(), "insight-web-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const webDir = join(folder, "dist");
  await mkdir(join(webDir, "assets"), { recursive: true });
  await writeFile(join(webDir, "index.html"), "<!doctype html><title>Page</title>");
  await writeFile(join(webDir, "assets/app-3f2a.js"), "let a = 1;".repeat(300));
  await writeFile(join(webDir, ".env"), "SECRET=1");
  await writeFile(join(folder, "outside.txt"), "outside");
  return { ...(await openApp({ webDir })), webDir };
}

describe("createStatic()", () => {
  it("serves the page at / and at a conversation's address, never from a stale cache", async () => {
    const { app } = await openBuilt();
    for (const path of ["/", "/c/7d1cb5f6", "/c/"]) {
      const response = await call(app, `GET ${path}`);
      expect(response.status, path).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(response.headers.get("cache-control")).toBe("no-cache");
      expect(await response.text()).toContain("<title>Page</title>");
    }
  });

  it("serves hashed files with their type, for a year, and compressed", async () => {
    const { app } = await openBuilt();
    const headers = { "Accept-Encoding": "gzip" };
    const response = await app.request("/assets/app-3f2a.js", { headers });
    expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(300);
  });

  it("sends a file as it is to who cannot unpack it, and says that this matters", async () => {
    const { app } = await openBuilt();
    for (const accepted of ["identity", "gzip;q=0", undefined]) {
      const headers: Record<string, string> = accepted ? { "Accept-Encoding": accepted } : {};
      const response = await app.request("/assets/app-3f2a.js", { headers });
      expect(response.headers.get("content-encoding"), accepted).toBeNull();
      expect(response.headers.get("vary"), accepted).toContain("Accept-Encoding");
      expect(await response.text()).toBe("let a = 1;".repeat(300));
    }
  });

  it("gives a file's newest state, and none once it is gone", async () => {
    const { app, webDir } = await openBuilt();
    const page = join(webDir, "index.html");
    expect(await (await call(app, "GET /")).text()).toContain("<title>Page</title>");
    await writeFile(page, "<!doctype html><title>Page, built anew</title>");
    expect(await (await call(app, "GET /")).text()).toContain("built anew");
    await rm(page);
    expect((await call(app, "GET /")).status).toBe(404);
  });

  it("answers 304 to a browser that has the file", async () => {
    const { app } = await openBuilt();
    const tag = (await call(app, "GET /")).headers.get("etag") ?? "";
    const response = await app.request("/", { headers: { "If-None-Match": tag } });
    expect([response.status, await response.text()]).toEqual([304, ""]);
  });

  it("serves nothing outside of the folder and nothing hidden", async () => {
    const { app } = await openBuilt();
    const paths = [
      "/../outside.txt",
      "/%2e%2e/outside.txt",
      "/..%2foutside.txt",
      "/assets/..%2f..%2foutside.txt",
    ];
    for (const path of [...paths, "/.env", "/assets", "/assets/", "/%00", "/%E0%A4%A", "/c/a/b"]) {
      const response = await app.request(`http://localhost${path}`);
      expect(response.status, path).toBe(404);
    }
  });

  it("says how to build the client when it is not built", async () => {
    const { app } = await openApp({ webDir: "/nowhere" });
    const response = await call(app, "GET /");
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("npm run build");
  });
});
