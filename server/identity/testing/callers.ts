import type { TestApp } from "../../testing/open-app.ts";
import type { Signer } from "./tokens.ts";

/** Sends requests with tokens of one signer. */
export type As = (
  who: { readonly sub?: string; readonly role?: unknown; readonly workspaces?: unknown } | string,
) => (request: string, body?: unknown) => Promise<Response>;

/** A request as its sender: claims of a token, or a header as it stands; "" for none. */
export function callersOf(app: TestApp, signer: Signer): As {
  return (who) => async (request, body) => {
    const [method = "GET", path = "/"] = request.split(" ");
    const authorization = typeof who === "string" ? who : `Bearer ${await signer.sign(who)}`;
    return app.request(path, {
      method,
      headers: {
        Accept: "application/json",
        ...(authorization && { Authorization: authorization }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  };
}
