import { z } from "zod";

/** Signatures by a key pair alone: whoever can check a token must not be able to make one. */
const ALGORITHMS: ReadonlySet<string> = new Set([
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA"],
]);
const DEFAULT_ALGORITHMS = "RS256,PS256,ES256,EdDSA";

/** Whose word is taken for who asks. */
export type AuthConfig =
  /** Nobody's: a request names its user, and has the role of who brings none. */
  | { readonly kind: "none" }
  /** This service's own, for who sits at this machine: a sign-in page with the roles of the workspaces. */
  | { readonly kind: "dev" }
  | {
      readonly kind: "jwt";
      /** Address of a JSON Web Key Set, a file that holds one, or its JSON. */
      readonly keys: string;
      readonly issuer: string;
      readonly audience: string;
      readonly algorithms: readonly string[];
      readonly clockSkewSeconds: number;
      /** Names of claims, `a.b` for one within another. */
      readonly claims: {
        readonly user: string;
        readonly role: string;
        readonly workspaces: string;
      };
    };

const None = z.object({ AUTH: z.literal("none") });
const Dev = z.object({
  AUTH: z.literal("dev"),
  HOST: z
    .string()
    .default("127.0.0.1")
    .refine(isLoopback, "must be 127.0.0.1 when AUTH is dev, which lets in whoever reaches it"),
  NODE_ENV: z
    .string()
    .optional()
    .refine((env) => env !== "production", "must not be production when AUTH is dev"),
});
const Jwt = z.object({
  AUTH: z.literal("jwt"),
  AUTH_JWKS: z
    .string("must be set when AUTH is jwt")
    .refine(
      isSafeAddress,
      "must be an https address, a file, or the JSON of a key set; http is for this machine alone",
    ),
  AUTH_ISSUER: z.string("must be set when AUTH is jwt"),
  AUTH_AUDIENCE: z.string("must be set when AUTH is jwt"),
});
const General = z.object({
  AUTH_ALGORITHMS: z
    .string()
    .default(DEFAULT_ALGORITHMS)
    .refine(
      (text) => wordsOf(text).length > 0 && wordsOf(text).every((word) => ALGORITHMS.has(word)),
      `must be some of ${[...ALGORITHMS].join(", ")}`,
    ),
  AUTH_CLOCK_SKEW_SECONDS: z.coerce
    .number("must be a number")
    .int("must be a whole number")
    .min(0, "must be 0 to 300")
    .max(300, "must be 0 to 300")
    .default(30),
  AUTH_USER_CLAIM: z.string().default("sub"),
  AUTH_ROLE_CLAIM: z.string().default("role"),
  AUTH_WORKSPACES_CLAIM: z.string().default("workspaces"),
});

const Settings = General.and(
  z.discriminatedUnion("AUTH", [None, Dev, Jwt], { error: "must be none, jwt or dev" }),
);
type Settings = z.infer<typeof Settings>;

/** Settings of who is let in: their form, their names, and what is chosen where nothing is. */
export const AUTH = {
  settings: Settings,
  names: ["AUTH", ...["AUTH_JWKS", "AUTH_ISSUER", "AUTH_AUDIENCE"], ...Object.keys(General.shape)],
  defaults: { AUTH: "none" },
} as const;

export function toAuth(settings: Settings): AuthConfig {
  if (settings.AUTH !== "jwt") return { kind: settings.AUTH };
  return {
    kind: "jwt",
    keys: settings.AUTH_JWKS,
    issuer: settings.AUTH_ISSUER,
    audience: settings.AUTH_AUDIENCE,
    algorithms: wordsOf(settings.AUTH_ALGORITHMS),
    clockSkewSeconds: settings.AUTH_CLOCK_SKEW_SECONDS,
    claims: {
      user: settings.AUTH_USER_CLAIM,
      role: settings.AUTH_ROLE_CLAIM,
      workspaces: settings.AUTH_WORKSPACES_CLAIM,
    },
  };
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

/** True for the names and addresses under which a machine reaches itself alone. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/** Keys that come over a network in clear could be anybody's. */
function isSafeAddress(text: string): boolean {
  if (!/^\w+:\/\//.test(text)) return true;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
}
