import type { Env } from "./check.ts";

const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|HEADERS|DSN/i;
const SHORTEST = 4;
/** What secrets look like wherever they come from: keys of Google, bearer tokens, names and passwords in addresses. */
const LIKE_SECRETS: readonly (readonly [RegExp, string])[] = [
  [/AIza[\w-]{20,}/g, "…"],
  [/\bya29\.[\w-]+/g, "…"],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, "$1 …"],
  [/\b(lsv2|sk|pk|ghp)_[\w-]{8,}/g, "…"],
  [/:\/\/[^/\s@]+@/g, "://…@"],
  [/([?&](?:key|token|access_token|secret)=)[^&\s"]+/gi, "$1…"],
];

/** The text without the values of settings that are secret by their name, and without what looks like a secret. */
export function redact(text: string, env: Env): string {
  const known = Object.entries(env)
    .filter(([name]) => SECRET_NAME.test(name))
    .flatMap(([, value]) => [value?.trim() ?? ""].filter(({ length }) => length >= SHORTEST))
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  return LIKE_SECRETS.reduce((rest, [pattern, by]) => rest.replace(pattern, by), known);
}
