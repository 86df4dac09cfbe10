import { parseConfig } from "./config.ts";

const JWT = {
  AUTH: "jwt",
  AUTH_JWKS: "https://sso.example/keys",
  AUTH_ISSUER: "https://sso.example",
  AUTH_AUDIENCE: "insight",
};

describe("settings of who is let in", () => {
  it("ask nobody to sign in, unless told otherwise", () => {
    expect(parseConfig({}).auth).toEqual({ kind: "none" });
  });

  it("name every one that session tokens need", () => {
    const refused = () => parseConfig({ AUTH: "jwt" });
    for (const name of ["AUTH_JWKS", "AUTH_ISSUER", "AUTH_AUDIENCE"])
      expect(refused).toThrow(`${name}: must be set when AUTH is jwt`);
  });

  it("have a difference of clocks, ways of signing and claims by themselves", () => {
    expect(parseConfig(JWT).auth).toEqual({
      kind: "jwt",
      keys: JWT.AUTH_JWKS,
      issuer: JWT.AUTH_ISSUER,
      audience: "insight",
      algorithms: ["RS256", "PS256", "ES256", "EdDSA"],
      clockSkewSeconds: 30,
      claims: { user: "sub", role: "role", workspaces: "workspaces" },
    });
  });

  it.each(["HS256", "none", "RS256,HS512", "RSA-OAEP", "rs256", ","])(
    "refuse %s as a way of signing",
    (algorithms) => {
      const env = { ...JWT, AUTH_ALGORITHMS: algorithms };
      expect(() => parseConfig(env)).toThrow(/AUTH_ALGORITHMS: must be some of RS256/);
    },
  );

  it.each([
    ["http://sso.example/keys", false],
    ["http://localhost.evil.example/keys", false],
    ["ftp://sso.example/keys", false],
    ["file:///etc/keys.json", false],
    ["http://127.0.0.1:9000/keys", true],
    ["http://[::1]/keys", true],
    ["keys/jwks.json", true],
    ['{"keys":[]}', true],
  ])("take keys from %s: %s", (keys, isTaken) => {
    const parse = () => parseConfig({ ...JWT, AUTH_JWKS: keys });
    if (isTaken) expect(parse().auth).toMatchObject({ keys });
    else expect(parse).toThrow(/AUTH_JWKS: must be an https address/);
  });

  it.each(["0.0.0.0", "::", "10.0.0.7", "insight.example", "127.0.0.1.evil.example"])(
    "refuse the sign-in page for trying on %s",
    (host) => {
      expect(() => parseConfig({ AUTH: "dev", HOST: host })).toThrow(
        /HOST: must be 127.0.0.1 when AUTH is dev/,
      );
    },
  );

  it("refuse the sign-in page for trying in production", () => {
    expect(() => parseConfig({ AUTH: "dev", NODE_ENV: "production" })).toThrow(
      /NODE_ENV: must not be production when AUTH is dev/,
    );
    expect(parseConfig({ AUTH: "dev", HOST: "localhost" }).auth).toEqual({ kind: "dev" });
  });
});
