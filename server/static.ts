import { readFile, stat } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";
import type { Context } from "hono";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

const NOT_BUILT = "The page is not built yet. Run: npm run build\n";

/** The client's page, for `/` and for the address of a conversation. */
const PAGES = /^\/(c(\/[^/]*)?)?$/;

/**
 * The built client in `folder`: its files, and its page for `/` and `/c/…`. Undefined for any other path.
 * Files with a hash in their name never change and are kept by browsers for a year.
 */
export function createStatic(folder: string): (c: Context) => Promise<Response | undefined> {
  const root = resolve(folder);
  return async (c) => {
    const { path } = c.req;
    const page = PAGES.test(path);
    const file = page ? join(root, "index.html") : toFile(root, path);
    const etag = file && (await tagOf(file));
    if (!file || !etag) return page ? c.text(NOT_BUILT, 404) : undefined;
    const headers = { ETag: etag, "Cache-Control": cacheControl(path) };
    if (c.req.header("if-none-match") === etag) return c.body(null, 304, headers);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    return c.body(await readFile(file), 200, { ...headers, "Content-Type": type });
  };
}

/** Where the path lies under `root`; undefined when it would lead out of it or hides something. */
function toFile(root: string, path: string): string | undefined {
  const decoded = decode(path);
  if (decoded === undefined || decoded.includes("\0") || decoded.includes("/.")) return undefined;
  const file = resolve(root, `.${decoded}`);
  return file.startsWith(root + sep) ? file : undefined;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined; // A percent sign that encodes nothing names no file.
  }
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

function cacheControl(path: string): string {
  return path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}
