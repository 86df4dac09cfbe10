import { errors, type JWTPayload, jwtVerify } from "jose";
import type { Config } from "../../agent/config.ts";
import { TurnError } from "../../agent/failure.ts";
import { RefusedError } from "../http-error.ts";
import { UserId } from "../inputs.ts";
import { type Keys, NoKeysError } from "./keys.ts";
import type { Proven } from "./who.ts";

/** What a token must be. */
export type TokenRules = Omit<Extract<Config["auth"], { kind: "jwt" }>, "kind" | "keys">;

/** Above what headers carry; nothing longer is looked at. */
const MAX_CHARS = 8_000;
/** Kinds of token that say who someone is; others, such as one for signing out, are signed by the same keys. */
const TYPES: readonly (string | undefined)[] = [undefined, "jwt", "at+jwt"];

/**
 * Who a session token proves. Nothing of the token stands in what is thrown.
 *
 * @throws {RefusedError} `unauthorized`, in words; {TurnError} `upstream` when the keys cannot be had.
 */
export function createVerifier(
  rules: TokenRules,
  keys: Keys,
  now: () => number = Date.now,
): (token: string) => Promise<Proven> {
  const { issuer, audience, algorithms, clockSkewSeconds, claims } = rules;
  return async (token) => {
    if (token.length > MAX_CHARS) return unauthorized("is too long");
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: clockSkewSeconds,
        requiredClaims: ["exp"],
        currentDate: new Date(now()),
      });
      const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, "");
      if (!TYPES.includes(type)) return unauthorized("is of another kind than a session token");
      return toProven(payload, claims);
    } catch (thrown) {
      if (thrown instanceof RefusedError) throw thrown;
      if (thrown instanceof NoKeysError) throw new TurnError(NO_KEYS, { cause: thrown });
      return unauthorized(wordsOf(thrown));
    }
  };
}

const NO_KEYS = { kind: "upstream", service: "sign-in service", retryable: true } as const;

/** Turns away who sent the token, or none. */
export function unauthorized(words: string): never {
  throw new RefusedError({ kind: "unauthorized", message: `Your sign-in ${words}` });
}

function toProven(payload: JWTPayload, claims: TokenRules["claims"]): Proven {
  const user = UserId.safeParse(claim(payload, claims.user));
  if (!user.success) return unauthorized("does not say who you are");
  const workspaces = claim(payload, claims.workspaces);
  return {
    kind: "proven",
    userId: user.data,
    roles: texts(claim(payload, claims.role)),
    ...(workspaces !== undefined && { workspaces: texts(workspaces) }),
  };
}

/** The claim of that name, else the one that its dots lead to. Never what every object has. */
function claim(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split(".").reduce<unknown>((at, key) => {
    const isThere = typeof at === "object" && at !== null && Object.hasOwn(at, key);
    return isThere ? Object(at)[key] : undefined;
  }, payload);
}

function texts(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === "string" && one !== "");
}

function wordsOf(thrown: unknown): string {
  if (thrown instanceof errors.JWTExpired) return "has expired; sign in again";
  if (thrown instanceof errors.JWTClaimValidationFailed) return claimWords(thrown.claim);
  if (thrown instanceof errors.JOSEAlgNotAllowed)
    return "is signed in a way that is not taken here";
  return "cannot be verified; sign in again";
}

function claimWords(name: string): string {
  switch (name) {
    case "iss":
      return "comes from another issuer than the one trusted here";
    case "aud":
      return "is meant for another service";
    case "nbf":
      return "is not valid yet; wait a moment, or look at the clock";
    case "exp":
      return "does not say when it ends; only those that do are taken";
    default:
      return "cannot be verified; sign in again";
  }
}
