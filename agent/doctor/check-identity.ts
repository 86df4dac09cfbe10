import { readFile } from "node:fs/promises";
import type { Config } from "../config.ts";
import { isLoopback } from "../config-auth.ts";
import { type Check, type Finding, failed, note, ok, warning } from "./check.ts";

const WAIT_MS = 5_000;

/** Whose word is taken for who asks, and that the keys for it can be read. */
export const checkIdentity: Check = {
  name: "Sign-in",
  needs: "settings",
  run: async ({ auth, http, prometheusToken }) => {
    switch (auth.kind) {
      case "none":
        return isLoopback(http.host) ? [note(NOBODY)] : [warning(NOBODY, TODO)];
      case "dev":
        return [note("AUTH is dev: whoever sits at this machine may take any role")];
      case "jwt":
        return [
          await keysOf(auth),
          ...(prometheusToken === undefined ? [warning(OPEN_METRICS, "Set PROMETHEUS_TOKEN")] : []),
        ];
    }
  },
};

const NOBODY =
  "AUTH is none: requests say themselves who asks, and have the role of who brings none";
const TODO =
  "Set AUTH=jwt with AUTH_JWKS, AUTH_ISSUER and AUTH_AUDIENCE, or put the service behind something that knows who is calling";
const OPEN_METRICS = "Sign-ins are asked for, but /metrics is open to whoever reaches the service";

async function keysOf({
  keys,
  issuer,
}: Extract<Config["auth"], { kind: "jwt" }>): Promise<Finding> {
  try {
    const set: unknown = JSON.parse(await readKeys(keys));
    const listed: unknown = Object(set)["keys"];
    const count = (Array.isArray(listed) ? listed : []).filter(isPublic).length;
    return count > 0
      ? ok(
          `session tokens of ${issuer} are checked with ${count} public key${count > 1 ? "s" : ""}`,
        )
      : failed("AUTH_JWKS holds no public key: no token can be checked", MEND);
  } catch (thrown) {
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    return failed(`the keys of AUTH_JWKS cannot be read: ${words}`, MEND);
  }
}

const MEND = "AUTH_JWKS is the address of a JSON Web Key Set, a file that holds one, or its JSON";

async function readKeys(keys: string): Promise<string> {
  if (keys.trimStart().startsWith("{")) return keys;
  if (!/^https?:/i.test(keys)) return readFile(keys, "utf8");
  const response = await fetch(keys, { redirect: "error", signal: AbortSignal.timeout(WAIT_MS) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.text();
}

function isPublic(key: unknown): boolean {
  const kty: unknown = Object(key)["kty"];
  return typeof kty === "string" && kty !== "oct";
}
