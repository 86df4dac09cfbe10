import type { Config } from "../../agent/config.ts";
import { RefusedError } from "../http-error.ts";
import { createDevTokens, type DevTokens } from "./dev-tokens.ts";
import { loadKeys } from "./load-keys.ts";
import { createVerifier, unauthorized } from "./verify-token.ts";
import type { Caller } from "./who.ts";

/** How one process tells who asks. */
export type Identity = {
  readonly mode: Config["auth"]["kind"];
  /**
   * Who sends a request with this `Authorization` header.
   *
   * @throws {RefusedError} `unauthorized` without a token that is taken; {TurnError} `upstream` when none can be checked.
   */
  readonly callerOf: (authorization: string | undefined) => Promise<Caller>;
  /** Makes tokens for whoever asks; only where this machine alone can ask. */
  readonly dev?: DevTokens;
};

/** Nobody is asked for a token: a request says who it is, and has the role of who brings none. */
export const UNPROVEN: Identity = {
  mode: "none",
  callerOf: async () => ({ kind: "unproven" }),
};

/** @throws {Error} in words, when the keys of the settings cannot be read. */
export async function openIdentity(auth: Config["auth"]): Promise<Identity> {
  switch (auth.kind) {
    case "none":
      return UNPROVEN;
    case "jwt":
      return byToken("jwt", createVerifier(auth, await loadKeys(auth.keys)));
    case "dev": {
      const dev = await createDevTokens();
      return { ...byToken("dev", dev.verify), dev };
    }
  }
}

function byToken(mode: Identity["mode"], verify: ReturnType<typeof createVerifier>): Identity {
  return {
    mode,
    callerOf: async (authorization) => {
      if (authorization === undefined || authorization.trim() === "") return signInFirst();
      const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
      return token === undefined ? unauthorized("must come as Bearer token") : verify(token);
    },
  };
}

function signInFirst(): never {
  const message = "Sign in first: requests carry a session token, Authorization: Bearer …";
  throw new RefusedError({ kind: "unauthorized", message });
}
