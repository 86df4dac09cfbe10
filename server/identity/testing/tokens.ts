import {
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from "jose";
import { toKeys } from "../keys.ts";
import type { Identity } from "../open-identity.ts";
import { createVerifier, type TokenRules } from "../verify-token.ts";

/** When tests of tokens take place. */
export const NOW_S = 1_800_000_000;

export const RULES: TokenRules = {
  issuer: "https://sso.example",
  audience: "insight",
  algorithms: ["RS256", "PS256", "ES256", "EdDSA"],
  clockSkewSeconds: 30,
  claims: { user: "sub", role: "role", workspaces: "workspaces" },
};

export const CLAIMS: JWTPayload = {
  iss: RULES.issuer,
  aud: RULES.audience,
  sub: "ada",
  role: "Analyst",
  iat: NOW_S,
  exp: NOW_S + 600,
};

export type Signer = Awaited<ReturnType<typeof createSigner>>;

/** A sign-in service's key, named `kid`. */
export async function createSigner(alg = "ES256", kid = "one") {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg };
  return {
    privateKey,
    jwk,
    /** A token of `CLAIMS` with these in their place; undefined takes one away. */
    sign: (
      claims: Readonly<Record<string, unknown>> = {},
      header: Partial<JWTHeaderParameters> = {},
    ) =>
      new SignJWT(withoutUndefined({ ...CLAIMS, ...claims }))
        .setProtectedHeader({ alg, kid, ...header })
        .sign(privateKey),
  };
}

function withoutUndefined(claims: Readonly<Record<string, unknown>>): JWTPayload {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

/** Part of a token, as it stands there. */
export function encode(part: unknown): string {
  return Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
}

/** Takes tokens of these keys, at `NOW_S` where no clock is given. */
export function identityOf(
  signers: readonly Signer[],
  now: () => number = () => NOW_S * 1_000,
): Identity {
  const verify = createVerifier(RULES, toKeys({ keys: signers.map(({ jwk }) => jwk) }), now);
  return {
    mode: "jwt",
    callerOf: (header) => verify((header ?? "").replace(/^Bearer /, "")),
  };
}
