import { readFile } from "node:fs/promises";
import { createKeys, type Keys, toKeys } from "./keys.ts";

/** More than any set of keys needs. */
const MAX_BYTES = 256_000;

/**
 * The keys of an address, a file or JSON. An address is read when the first token comes, so that a sign-in service that is away does not keep
 * this one from starting.
 *
 * @throws {Error} in words, when the file or the JSON is not a key set.
 */
export async function loadKeys(where: string): Promise<Keys> {
  if (/^https?:\/\//i.test(where)) return createKeys({ load: (signal) => fetchSet(where, signal) });
  const isText = where.trimStart().startsWith("{");
  try {
    return toKeys(JSON.parse(isText ? where : await readFile(where, "utf8")));
  } catch (cause) {
    const named = isText ? "its JSON" : `the file "${where}"`;
    throw new Error(`Cannot read AUTH_JWKS: ${named} must hold a JSON Web Key Set of public keys`, {
      cause,
    });
  }
}

/** @throws {Error} when there is none at the address; it is never sent elsewhere. */
async function fetchSet(url: string, signal: AbortSignal): Promise<unknown> {
  const headers = { Accept: "application/jwk-set+json, application/json" };
  const response = await fetch(url, { signal, redirect: "error", headers });
  if (!response.ok) throw new Error(`The key set answers with status ${response.status}`);
  return JSON.parse(await readText(response));
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error("The key set is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
