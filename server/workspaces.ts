import { createRoute, z } from "@hono/zod-openapi";
import type { OpenWorkspace } from "../agent/deps.ts";
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
  })
  .openapi("Workspace");

const list = createRoute({
  method: "get",
  path: "/workspaces",
  tags: ["Workspaces"],
  summary: "What can be asked about, by name",
  responses: {
    200: json("All open workspaces", z.object({ workspaces: z.array(WorkspaceSchema) })),
    ...ERRORS,
  },
});

/** The companies that questions can be asked about. */
export function addWorkspaces(app: App, service: Service): void {
  app.openapi(list, (c) => {
    const { deps } = service.opened();
    const open = [...openTo(c, deps).workspaces.values()].sort(byName);
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
    return c.json({ workspaces }, 200);
  });
}

function byName(a: OpenWorkspace, b: OpenWorkspace): number {
  return a.workspace.name < b.workspace.name ? -1 : 1;
}
