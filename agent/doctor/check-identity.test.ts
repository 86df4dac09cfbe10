import { parseConfig } from "../config.ts";
import { checkIdentity } from "./check-identity.ts";

const JWT = { AUTH: "jwt", AUTH_ISSUER: "https://sso.example", AUTH_AUDIENCE: "insight" };
const KEYS = '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA"},{"kty":"oct","k":"AAAA"}]}';

async function find(env: Record<string, string>): Promise<string> {
  if (checkIdentity.needs !== "settings") throw new Error("The check needs settings");
  const found = await checkIdentity.run(parseConfig(env));
  return found.map(({ health, words }) => `${health}: ${words}`).join("\n");
}

describe("checkIdentity", () => {
  it.each([
    [{}, /^note: AUTH is none/],
    [{ HOST: "0.0.0.0" }, /^warning: AUTH is none/],
    [{ AUTH: "dev" }, /^note: AUTH is dev/],
    [
      { ...JWT, AUTH_JWKS: KEYS },
      /^ok: .* of https:\/\/sso\.example .* 1 public key\nwarning: .*metrics/,
    ],
    [{ ...JWT, AUTH_JWKS: KEYS, PROMETHEUS_TOKEN: "t" }, /^ok: .* 1 public key$/],
    [{ ...JWT, AUTH_JWKS: '{"keys":[]}' }, /^failed: .* no public key/],
    [{ ...JWT, AUTH_JWKS: "/nowhere/keys.json" }, /^failed: .* cannot be read/],
    [{ ...JWT, AUTH_JWKS: "http://127.0.0.1:9/keys" }, /^failed: .* cannot be read/],
  ] as const)("tells of %j", async (env, words) => {
    expect(await find(env)).toMatch(words);
  });
});
