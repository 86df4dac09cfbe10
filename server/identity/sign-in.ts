import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "../../agent/deps.ts";
import { rolesOf } from "../../agent/governance/open-for.ts";
import { DEFAULT_ROLE } from "../../agent/policy.ts";
import { refuse } from "../http-error.ts";
import { jsonBody, UserId } from "../inputs.ts";
import { type App, ERRORS, json } from "../routes.ts";
import type { Service } from "../service.ts";
import { admit } from "./caller.ts";
import type { Identity } from "./open-identity.ts";

const RoleSchema = z.object({ name: z.string(), title: z.string() });

const AuthSchema = z
  .object({
    mode: z.enum(["none", "jwt", "dev"]),
    workspaces: z
      .array(z.object({ name: z.string(), title: z.string(), roles: z.array(RoleSchema) }))
      .openapi({ description: "With the roles to sign in as, where mode is dev; else empty" }),
    caller: z
      .object({ user_id: z.string(), roles: z.array(z.string()) })
      .optional()
      .openapi({ description: "Whose token the request carries, where it carries one" }),
  })
  .openapi("SignIn");

const tags = ["Sign-in"];
/** Nobody needs a token to come by one. */
const security: Record<string, string[]>[] = [];

const read = createRoute({
  method: "get",
  path: "/auth",
  tags,
  security,
  summary: "How to sign in here",
  description:
    "`none`: not at all, requests name their user. `jwt`: with a session token of the sign-in service. `dev`: as any role.",
  responses: { 200: json("What requests have to carry", AuthSchema), ...ERRORS },
});

const issue = createRoute({
  method: "post",
  path: "/auth/token",
  tags,
  security,
  summary: "A session token for trying a role, where mode is dev",
  request: {
    body: jsonBody(
      z.strictObject({
        user_id: UserId,
        role: z.string().max(200, "must have at most 200 characters"),
      }),
    ),
  },
  responses: {
    201: json(
      "It ends after an hour, or with this process",
      z.object({ token: z.string(), user_id: z.string(), role: z.string() }),
    ),
    ...ERRORS,
  },
});

/** How to come by a session token. */
export function addSignIn(app: App, service: Service, identity: Identity): void {
  app.openapi(read, async (c) => {
    const { mode } = identity;
    const workspaces = mode === "dev" ? signable(service.opened().deps) : [];
    const authorization = c.req.header("authorization");
    const caller = authorization ? await identity.callerOf(authorization) : undefined;
    if (caller?.kind !== "proven") return c.json({ mode, workspaces }, 200);
    admit(caller, service.opened().deps);
    const { userId: user_id, roles } = caller;
    return c.json({ mode, workspaces, caller: { user_id, roles: [...roles] } }, 200);
  });

  app.openapi(issue, async (c) => {
    const { dev } = identity;
    if (!dev) return refuse({ kind: "not-found", what: "a page at this address" });
    if (!isFromHere(c)) refuse({ kind: "denied", message: NOT_FROM_HERE });
    const { user_id, role } = c.req.valid("json");
    const names = signable(service.opened().deps).flatMap(({ roles }) => roles.map(nameOf));
    if (!names.includes(role)) {
      const words = [...new Set(names)].map((name) => `"${name}"`).join(", ");
      refuse({ kind: "bad-request", message: `"role" must be one of ${words}` });
    }
    return c.json({ token: await dev.issue({ userId: user_id, role }), user_id, role }, 201);
  });
}

const nameOf = ({ name }: { readonly name: string }) => name;

/** Workspaces with roles, by name; where there are none, all of them with the role of everybody. */
function signable({ workspaces, closed = new Map() }: Pick<Deps, "workspaces" | "closed">) {
  const open = [...workspaces.values()].map((one) => {
    const { name, title } = one.workspace;
    return { name, title, roles: rolesOf(one).map((role) => pick(role)) };
  });
  const others = [...closed.values()].map(({ name, title, roles = [] }) => {
    return { name, title, roles: roles.map((role) => pick(role)) };
  });
  const all = [...open, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
  const governed = all.filter(({ roles }) => roles.length > 0);
  const everybody = [{ name: DEFAULT_ROLE, title: "Everyone" }];
  return governed.length > 0 ? governed : all.map((one) => ({ ...one, roles: everybody }));
}

function pick({ name, title }: z.infer<typeof RoleSchema>): z.infer<typeof RoleSchema> {
  return { name, title };
}

const NOT_FROM_HERE =
  "Signing in as any role is for this machine alone: open the page under localhost, with nothing in between";

/** A name that leads here from elsewhere, or a proxy in between, would let in strangers. */
function isFromHere({ req }: Context): boolean {
  const name = URL.parse(`http://${req.header("host") ?? new URL(req.url).host}`)?.hostname ?? "";
  const passed = ["forwarded", "x-forwarded-for", "x-real-ip"].some((one) => req.header(one));
  return !passed && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(name);
}
