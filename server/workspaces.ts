import { createRoute, z } from "@hono/zod-openapi";
import { openFor } from "../agent/governance/open-for.ts";
import { callerOf, openTo, policyFor } from "./identity/caller.ts";
import { type App, ERRORS, json } from "./routes.ts";
import type { Service } from "./service.ts";

const WorkspaceSchema = z
  .object({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    currency: z.string(),
    starters: z.array(z.string()),
    documents: z.array(z.string()),
    state: z
      .enum(["opening", "failed"])
      .optional()
      .openapi({ description: "Where it cannot be asked about yet: a conversation waits for it" }),
  })
  .openapi("Workspace");

const list = createRoute({
  method: "get",
  path: "/workspaces",
  tags: ["Workspaces"],
  summary: "What can be asked about, by name; what is not open yet too",
  responses: {
    200: json("All open workspaces", z.object({ workspaces: z.array(WorkspaceSchema) })),
    ...ERRORS,
  },
});

/** The companies that questions can be asked about. */
export function addWorkspaces(app: App, service: Service): void {
  app.openapi(list, (c) => {
    const { deps } = service.opened();
    const known = openTo(c, deps);
    const open = [...known.workspaces.values()];
    const isProven = callerOf(c).kind === "proven";
    const workspaces = open.map(({ workspace: { name, ...written }, governance }) => {
      const { title, description, currency } = written;
      // Before anyone has said who they are, it is what is open to everyone.
      const canOpen = isProven || !governance || governance.access.defaultRole !== undefined;
      const policy = () => policyFor(c, deps, { userId: "", workspace: name });
      const shown = canOpen ? openFor(deps, policy()).open : undefined;
      const starters = [...(shown?.workspace.starters ?? [])];
      const documents = [...(shown?.knowledge.sources() ?? [])];
      return { name, title, description, currency, starters, documents };
    });
    const closed = [...(known.closed?.values() ?? [])].map(({ roles: _, ...written }) => {
      return { ...written, starters: [], documents: [] };
    });
    return c.json({ workspaces: [...workspaces, ...closed].sort(byName) }, 200);
  });
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
