import { createRoute, z } from "@hono/zod-openapi";
import { openFor } from "../agent/governance/open-for.ts";
import { refuse } from "./http-error.ts";
import { openTo, policyFor } from "./identity/caller.ts";
import { WorkspaceName } from "./inputs.ts";
import { type App, ERRORS, json } from "./routes.ts";
import { findWorkspace, type Service } from "./service.ts";

const document = createRoute({
  method: "get",
  path: "/knowledge/{workspace}/{source}",
  tags: ["Workspaces"],
  summary: "A document that an answer cites",
  description: "`source` is the citation's, percent-encoded. Offsets of passages count its text.",
  request: {
    params: z.object({ workspace: WorkspaceName, source: z.string().min(1).max(500) }),
  },
  responses: {
    200: json(
      "The document's text, in Markdown or plain",
      z.object({
        workspace: z.string(),
        source: z.string(),
        title: z.string(),
        text: z.string(),
      }),
    ),
    ...ERRORS,
  },
});

/** Documents behind citations. */
export function addKnowledge(app: App, service: Service): void {
  app.openapi(document, async (c) => {
    const { workspace, source } = c.req.valid("param");
    const { deps } = service.opened();
    await findWorkspace(openTo(c, deps), workspace);
    const { open } = openFor(deps, policyFor(c, deps, { userId: "", workspace }));
    // Only names that the index knows are looked up: a name from outside never becomes a path.
    const found = open.knowledge.sources().includes(source)
      ? await open.knowledge.document(source)
      : undefined;
    if (!found)
      return refuse({ kind: "not-found", what: `document "${source}" in "${workspace}"` });
    const { title, text } = found;
    return c.json({ workspace, source, title, text }, 200);
  });
}
