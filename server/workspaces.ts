import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../agent/deps.ts";
import { openFor } from "../agent/governance/open-for.ts";
import { toPolicy } from "./access.ts";
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

function canOpen(deps: Deps, name: string): boolean {
  const { governance } = deps.workspaces.get(name) ?? {};
  return governance === undefined || governance.access.defaultRole !== undefined;
}

/** The companies that questions can be asked about. */
export function addWorkspaces(app: App, service: Service): void {
  app.openapi(list, (c) => {
    const { deps } = service.opened();
    const names = [...deps.workspaces.keys()].sort();
    const workspaces = names.flatMap((name) => {
      const open = deps.workspaces.get(name);
      if (!open) return [];
      const { title, description, currency } = open.workspace;
      // Before anyone has said who they are, it is what is open to everyone.
      const shown = canOpen(deps, name) ? openFor(deps, toPolicy("", name)).open : undefined;
      const starters = shown?.workspace.starters ?? [];
      const documents = [...(shown?.knowledge.sources() ?? [])];
      return [{ name, title, description, currency, starters: [...starters], documents }];
    });
    return c.json({ workspaces }, 200);
  });
}
