import { extname, join, resolve, sep } from "node:path";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { createKeptFiles, type KeptFile } from "./kept-files.ts";

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
  const find = createKeptFiles(root, isText);
  return async (c) => {
    const { path } = c.req;
    const page = PAGES.test(path);
    const file = page ? join(root, "index.html") : toFile(root, path);
    const found = file && (await find(file));
    if (found) return send(c, file, found);
    return page ? c.text(NOT_BUILT, 404) : undefined;
  };
}

function send(c: Context, file: string, { etag, body, packed }: KeptFile): Response {
  const headers = {
    ETag: etag,
    "Cache-Control": cacheControl(c.req.path),
    Vary: "Accept-Encoding",
  };
  if (c.req.header("if-none-match") === etag) return c.body(null, 304, headers);
  const typed = { ...headers, "Content-Type": toType(file) };
  return packed && takesGzip(c)
    ? c.body(packed, 200, { ...typed, "Content-Encoding": "gzip" })
    : c.body(body, 200, typed);
}

function takesGzip(c: Context): boolean {
  const taken = { supports: ["gzip"], default: "identity" };
  return accepts(c, { header: "Accept-Encoding", ...taken }) === "gzip";
}

/** What is packed already (fonts, pictures) has no characters. */
function isText(file: string): boolean {
  return toType(file).includes("charset");
}

function toType(file: string): string {
  return TYPES[extname(file)] ?? "application/octet-stream";
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

function cacheControl(path: string): string {
  return path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}
