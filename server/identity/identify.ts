import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../log.ts";
import type { App } from "../routes.ts";
import type { Service } from "../service.ts";
import { admit } from "./caller.ts";
import type { Identity } from "./open-identity.ts";

/** Paths that tell about somebody or of a company's data. */
export const GUARDED = ["/chat/*", "/user/*", "/workspaces/*", "/knowledge/*"] as const;

/** Lets through who is proven to ask, and as what. */
export function guardPaths(app: App, service: Service, identity: Identity): void {
  for (const path of GUARDED) app.use(path, identify(service, identity));
}

function identify(service: Service, { callerOf }: Identity): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const caller = await callerOf(c.req.header("authorization"));
    c.set("caller", caller);
    if (caller.kind === "proven") admit(caller, service.opened().deps);
    await next();
  };
}
