import { createRoute, z } from "@hono/zod-openapi";
import { toPolicy } from "./access.ts";
import { exportAsGranted } from "./grants.ts";
import { mayOpen, openTo, policyFor, userOf } from "./identity/caller.ts";
import { UserId } from "./inputs.ts";
import { type App, ERRORS, json } from "./routes.ts";
import type { Service } from "./service.ts";
import { whenAllOpen } from "./when-open.ts";

const Plain = z.record(z.string(), z.any());

const ExportSchema = z
  .object({
    user_id: z.string(),
    workspaces: z.array(
      z.object({ workspace: z.string(), memories: z.record(z.string(), z.array(Plain)) }),
    ),
    sessions: z.array(z.object({ session: Plain, turns: z.array(Plain) })),
    feedback: z.array(Plain),
  })
  .openapi("UserExport");

const ofUser = z.strictObject({ user_id: UserId.optional() });
const tags = ["Users"];

const read = createRoute({
  method: "get",
  path: "/user/export",
  tags,
  summary: "Everything kept of a user, as it is stored",
  request: { query: ofUser },
  responses: { 200: json("Memories, conversations and votes", ExportSchema), ...ERRORS },
});

const remove = createRoute({
  method: "delete",
  path: "/user",
  tags,
  summary: "Delete everything kept of a user, for good",
  request: { query: ofUser },
  responses: { 204: { description: "Deleted" }, ...ERRORS },
});

/** What is kept of a user, in every workspace: take it along, delete it. */
export function addUserData(app: App, service: Service): void {
  app.openapi(read, async (c) => {
    const { deps } = service.opened();
    const userId = userOf(c, c.req.valid("query").user_id);
    // What is kept of a workspace is told as its roles may know it, which are known once it is open.
    await whenAllOpen(openTo(c, deps));
    const all = await deps.userData.exportUser(userId);
    const isOpen = (workspace: unknown) => mayOpen(c, deps, String(workspace));
    const kept = {
      ...all,
      workspaces: all.workspaces.filter(({ workspace }) => isOpen(workspace)),
      sessions: all.sessions.filter(({ session }) => isOpen(session["workspace"])),
      feedback: all.feedback.filter((vote) => isOpen(vote["workspace"])),
    };
    const policyIn = (workspace: string) =>
      deps.workspaces.has(workspace)
        ? policyFor(c, deps, { userId, workspace })
        : toPolicy(userId, workspace);
    const { workspaces, sessions, feedback } = exportAsGranted(deps, kept, policyIn);
    c.header("Content-Disposition", 'attachment; filename="insight-agent-export.json"');
    return c.json(
      {
        user_id: userId,
        workspaces: workspaces.map(({ workspace, memories }) => ({
          workspace,
          memories: mapValues(memories, (entries) => [...entries]),
        })),
        sessions: sessions.map(({ session, turns }) => ({ session, turns: [...turns] })),
        feedback: [...feedback],
      },
      200,
    );
  });

  app.openapi(remove, async (c) => {
    const { deps, running } = service.opened();
    const userId = userOf(c, c.req.valid("query").user_id);
    // A turn that goes on would write again what is being deleted.
    const turns = await deps.turns.runningOf(userId);
    await Promise.all(turns.map((messageId) => running.cancel(messageId)));
    await deps.userData.deleteUser(userId);
    return c.body(null, 204);
  });
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, to: (value: T) => U) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}
