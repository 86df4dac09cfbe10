import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { toKeys } from "./keys.ts";
import { createVerifier, type TokenRules } from "./verify-token.ts";

/** Session tokens of this process: nobody else can make them, and they end with it. */
export type DevTokens = {
  readonly issue: (who: DevUser) => Promise<string>;
  readonly verify: ReturnType<typeof createVerifier>;
};

export type DevUser = {
  readonly userId: string;
  readonly role: string;
};

/** After an hour the page asks anew. */
const LIFE_SECONDS = 3_600;

const RULES: TokenRules = {
  issuer: "insight-agent-dev",
  audience: "insight-agent",
  algorithms: ["ES256"],
  clockSkewSeconds: 0,
  claims: { user: "sub", role: "role", workspaces: "workspaces" },
};

/** A key pair of its own, and tokens checked as any other. */
export async function createDevTokens(now: () => number = Date.now): Promise<DevTokens> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const keys = toKeys({ keys: [{ ...(await exportJWK(publicKey)), kid: "dev" }] });
  return {
    verify: createVerifier(RULES, keys, now),
    issue: ({ userId, role }) => {
      const at = Math.floor(now() / 1_000);
      return new SignJWT({ role })
        .setProtectedHeader({ alg: "ES256", kid: "dev", typ: "JWT" })
        .setSubject(userId)
        .setIssuer(RULES.issuer)
        .setAudience(RULES.audience)
        .setIssuedAt(at)
        .setExpirationTime(at + LIFE_SECONDS)
        .sign(privateKey);
    },
  };
}
